#!/bin/sh
# Runs recorded documents through this runtime and through the reference implementation's, in turns, and prints one table of both.
# Needs a JDK, Maven, and Node.js 20 with npm. Both sides must end in the same state; a difference ends this with 1.
#
#   replay.sh [ROUNDS [RUNS [OPS]]]         by default 1 round of 3 measured runs a benchmark, logs of 100000 ops
#   replay.sh --only NAME[,NAME]... [ROUNDS [RUNS [OPS]]]   some benchmarks, such as catch-up-map,load-large
#   replay.sh jmh [JMH-ARGUMENT]...         this runtime alone under JMH
set -eu

cd "$(dirname "$0")/../../.."

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

profile=
if [ "${1:-}" = jmh ]; then
  profile=-Pjmh
fi
mvn -q -B $profile -pl runtime -DskipTests test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/bench.classpath
classpath="runtime/target/test-classes:runtime/target/classes:$(cat runtime/target/bench.classpath)"
bench=dev.sluice.bench.Bench

names=load-large,load-small,catch-up-mixed,catch-up-map,catch-up-directory,catch-up-string,catch-up-matrix
names=$names,map-sets-1,map-sets-100,text-edits-1,text-edits-100
if [ "${1:-}" = --only ]; then
  names=$2
  shift 2
fi
ops=100000
if [ "${1:-}" != jmh ]; then
  rounds=${1:-1}
  runs=${2:-3}
  ops=${3:-$ops}
fi

recordings=runtime/target/replay
[ "$(cat "$recordings/size" 2> /dev/null)" = "$ops" ] || rm -rf "$recordings"
"$java" -Xmx2g -cp "$classpath" $bench record "$recordings" "$ops"
echo "$ops" > "$recordings/size"

if [ "${1:-}" = jmh ]; then
  shift
  exec "$java" -cp "$classpath" org.openjdk.jmh.Main "$@"
fi

node=runtime/src/bench/node
[ -d "$node/node_modules" ] || npm ci --prefix "$node"

# One process after the other, both sides of a benchmark next to each other: whatever else the machine does hits both alike.
# The first run is reported as cold; then Java gets five more to warm up, and Node.js, which is at its best by then, none.
results=runtime/target/replay.results
: > "$results"
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  for name in $(echo "$names" | tr , ' '); do
    "$java" -Xmx2g -cp "$classpath" $bench run "$recordings" "$name" 6 "$runs" >> "$results"
    node --expose-gc --max-old-space-size=6000 "$node/bench.mjs" "$recordings" "$name" 1 "$runs" >> "$results"
  done
done

awk -f runtime/src/bench/table.awk "$results"

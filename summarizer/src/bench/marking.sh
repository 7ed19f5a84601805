#!/bin/sh
# Marks generated graphs with every contestant, in turns, and prints one table: Sluice, the reference implementation, and a tuned
# C program over the same arrays. Needs a JDK, Maven, Node.js with npm, and gcc.
#
#   marking.sh [NODES [RUNS [ROUNDS]]]      by default 1000000 nodes, 15 runs, the best of 3 rounds
#   marking.sh jmh [JMH-ARGUMENT]...        benchmarks beside JGraphT
set -eu

cd "$(dirname "$0")/../../.."
work=summarizer/target/marking
mkdir -p "$work"

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

if [ "${1:-}" = jmh ]; then
  shift
  mvn -q -B -Pjmh -pl summarizer -am -DskipTests test-compile
  mvn -q -B -Pjmh -pl summarizer -am -DskipTests process-test-classes dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile=target/bench.classpath
  exec "$java" -cp "summarizer/target/test-classes:summarizer/target/classes:$(cat summarizer/target/bench.classpath)" \
    org.openjdk.jmh.Main "$@"
fi

nodes=${1:-1000000}
runs=${2:-15}
rounds=${3:-3}

mvn -q -B -pl server -am -DskipTests package
gcc -O3 -march=native -o "$work/mark" summarizer/src/bench/c/mark.c
node=summarizer/src/bench/node
[ -d "$node/node_modules" ] || npm ci --prefix "$node"

for kind in fluid random chain; do
  [ -f "$work/$kind-$nodes.slg" ] || "$java" -cp summarizer/target/test-classes:summarizer/target/classes \
    dev.sluice.collector.bench.generate.Generate "$kind" "$nodes" 1 "$work/$kind-$nodes"
done

# One process after the other; whatever else the machine does hits all of them alike.
results=$work/results
: > "$results"
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  for kind in fluid random chain; do
    graph=$work/$kind-$nodes
    {
      "$work/mark" "$graph" "$runs"
      "$java" -jar server/target/sluice.jar bench mark "$graph" "$runs"
      if [ "$round" -eq 1 ] && [ -f "$graph.names" ]; then
        node --max-old-space-size=6000 "$node/mark.mjs" "$graph" 3
      fi
    } | sed "s/^/$kind /" >> "$results"
  done
done

# The least of each median over the rounds, and how it compares with the yardsticks of its graph.
awk '
  {
    key = $1 " " $3
    ms = $6; sub("ms=", "", ms)
    if (!(key in least)) { order[++count] = key; least[key] = ms; memory[key] = $9; sub("bytes/node=", "", memory[key]) }
    if (ms + 0 < least[key] + 0) least[key] = ms
  }
  END {
    print "| graph | figure | ms | against C | against the reference | bytes a node |"
    print "|---|---|--:|--:|--:|--:|"
    for (i = 1; i <= count; i++) {
      split(order[i], part, " ")
      c = least[part[1] " c-mark"]
      yardstick = part[2] == "sluice-mark" ? "reference-mark" : part[2] == "sluice-full-run" ? "reference-full-run" : ""
      reference = yardstick == "" ? 0 : least[part[1] " " yardstick]
      printf("| %s | %s | %s | %s | %s | %s |\n", part[1], part[2], least[order[i]],
        (part[2] == "sluice-mark" ? sprintf("%.2f×", least[order[i]] / c) : ""),
        (reference > 0 ? sprintf("1/%.0f", reference / least[order[i]]) : ""),
        (part[2] ~ /^reference/ ? "" : memory[order[i]]))
    }
  }
' "$results"

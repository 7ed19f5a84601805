#!/bin/sh
# Builds what is measured and what measures, then runs the load generator with the arguments given, such as
# `compare --quick`. Needs a JDK, Maven and, for comparisons with Tinylicious, Node.js with npm.
set -eu

cd "$(dirname "$0")/../../.."

mvn -q -B -pl server -am -DskipTests package dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/bench.classpath

tinylicious=server/src/interop/tinylicious
if [ -d "$tinylicious" ] && [ ! -d "$tinylicious/node_modules" ]; then
  npm ci --prefix "$tinylicious"
fi

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi
# One small heap and the serial collector: the generator must not compete for cores with what it measures.
exec "$java" -XX:+UseSerialGC -Xmx512m \
  -cp "server/target/test-classes:server/target/classes:summarizer/target/classes:runtime/target/classes:$(cat server/target/bench.classpath)" \
  dev.sluice.server.bench.Bench "$@"

# Makes a table of the lines that both sides print: medians of all measured runs, and ratios of the two.

function median(list,    parts, count, i, j, held) {
  count = split(list, parts, " ")
  for (i = 2; i <= count; i++) {
    held = parts[i] + 0
    for (j = i - 1; j > 0 && parts[j] + 0 > held; j--) {
      parts[j + 1] = parts[j]
    }
    parts[j + 1] = held
  }
  return count % 2 ? parts[(count + 1) / 2] : (parts[count / 2] + parts[count / 2 + 1]) / 2
}

function row(name, figure, ours, theirs) {
  printf "| %s | %s | %s | %s | %.1f× |\n", name, figure, format(ours), format(theirs), theirs / ours
}

function format(number) {
  return sprintf(number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%.0f", number)
}

!($1 in seen) {
  seen[$1] = 1
  order[++benchmarks] = $1
}

$3 == "cold" {
  cold[$1, $2] = cold[$1, $2] " " $4
}

$3 == "run" {
  ms[$1, $2] = ms[$1, $2] " " $4
  cpu[$1, $2] = cpu[$1, $2] " " $5
  count[$1] = $6
}

$3 == "state" {
  if ($1 in state && state[$1] != $4) {
    print "the states after " $1 " differ: " state[$1] " and " $4 > "/dev/stderr"
    differs = 1
    exit 1
  }
  state[$1] = $4
}

$3 == "heap" {
  heap[$1, $2] = heap[$1, $2] " " $4 / 1024
}

END {
  if (differs) {
    exit 1
  }
  print "| benchmark | figure | Sluice | reference | reference / Sluice |"
  print "|---|---|--:|--:|--:|"
  for (i = 1; i <= benchmarks; i++) {
    name = order[i]
    many = name ~ /^load-/ ? "document" : name ~ /^catch-up-/ ? "op" : "edit"
    unit = many == "document" ? "ms" : "µs"
    per = (unit == "ms" ? 1 : 1000) / count[name]
    row(name, unit " per " many, median(ms[name, "sluice"]) * per, median(ms[name, "reference"]) * per)
    row(name, unit " of CPU per " many, median(cpu[name, "sluice"]) * per, median(cpu[name, "reference"]) * per)
    row(name, unit " per " many ", first run", median(cold[name, "sluice"]) * per, median(cold[name, "reference"]) * per)
    if ((name, "sluice") in heap) {
      per = many == "document" ? count[name] : 1
      row(name, "heap per document, KiB", median(heap[name, "sluice"]) / per, median(heap[name, "reference"]) / per)
    }
  }
}

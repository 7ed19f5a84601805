/* Marks a graph file breadth first, as a tuned C program does: the yardstick for the mark in Java. `mark PREFIX RUNS`. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AHEAD 16

static uint64_t n, m;
static uint32_t roots_count, *roots, *off, *dst, *queue;
static uint64_t *seen;

static void *allocate(size_t bytes) {
  void *memory = malloc(bytes);
  if (!memory) {
    fprintf(stderr, "no memory for %zu bytes\n", bytes);
    exit(1);
  }
  return memory;
}

static uint32_t *numbers(FILE *file, uint64_t count) {
  uint32_t *read = allocate((count + 1) * sizeof *read);
  if (fread(read, sizeof *read, count, file) != count) {
    fprintf(stderr, "the file is too short\n");
    exit(1);
  }
  return read;
}

/* Returns how many nodes are in the queue, which are those that can be reached. */
static uint64_t mark(void) {
  uint64_t head = 0, tail = 0;
  memset(seen, 0, ((n >> 6) + 1) * sizeof *seen);
  for (uint32_t i = 0; i < roots_count; i++) {
    uint32_t root = roots[i];
    queue[tail] = root;
    tail += !(seen[root >> 6] >> (root & 63) & 1);
    seen[root >> 6] |= 1ull << (root & 63);
  }
  while (head < tail) {
    if (head + 2 * AHEAD < tail) {
      __builtin_prefetch(&off[queue[head + 2 * AHEAD]]);
      __builtin_prefetch(&dst[off[queue[head + AHEAD]]]);
    }
    uint32_t node = queue[head++];
    for (uint32_t e = off[node], end = off[node + 1]; e < end; e++) {
      uint32_t target = dst[e];
      uint64_t word = seen[target >> 6];
      queue[tail] = target;
      tail += !(word >> (target & 63) & 1);
      seen[target >> 6] = word | 1ull << (target & 63);
    }
  }
  return tail;
}

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: mark PREFIX RUNS\n");
    return 2;
  }
  char name[4096];
  snprintf(name, sizeof name, "%s.slg", argv[1]);
  int runs = atoi(argv[2]);
  FILE *file = fopen(name, "rb");
  unsigned char header[64];
  if (!file || runs < 1 || fread(header, 1, 64, file) != 64 || memcmp(header, "SLG1", 4)) {
    fprintf(stderr, "%s is no graph file\n", name);
    return 1;
  }
  uint64_t reachable, sum;
  memcpy(&n, header + 8, 8);
  memcpy(&m, header + 16, 8);
  memcpy(&roots_count, header + 24, 4);
  memcpy(&reachable, header + 40, 8);
  memcpy(&sum, header + 48, 8);
  roots = numbers(file, roots_count);
  off = numbers(file, n + 1);
  dst = numbers(file, m);
  queue = allocate((n + 1) * sizeof *queue);
  seen = allocate(((n >> 6) + 1) * sizeof *seen);
  double *ms = allocate(runs * sizeof *ms);
  uint64_t marked = 0;
  for (int run = 0; run < runs; run++) {
    double start = now_ms();
    marked = mark();
    ms[run] = now_ms() - start;
  }
  uint64_t found = 0, edges = 0;
  for (uint64_t i = 0; i < marked; i++) {
    found += queue[i];
    edges += off[queue[i] + 1] - off[queue[i]];
  }
  if (marked != reachable || found != sum) {
    fprintf(stderr, "marked %llu nodes, expected %llu\n", (unsigned long long)marked, (unsigned long long)reachable);
    return 1;
  }
  qsort(ms, runs, sizeof *ms, ascending);
  double median = ms[runs / 2];
  printf("RESULT c-mark n=%llu edges=%llu ms=%.3f Medges/s=%.1f ns/node=%.2f bytes/node=%.2f\n", (unsigned long long)n,
         (unsigned long long)edges, median, edges / median / 1e3, median * 1e6 / marked,
         (4.0 * (n + 1) + 4.0 * m + 4.0 * n + n / 8.0) / n);
  return 0;
}

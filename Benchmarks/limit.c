/* The limit that a list stands beside: the same SELECT on the same file, prepared once, every column copied out as JSON text.
 * No HTTP, no access check, no parsing. Usage: limit FILE SECONDS < statement.sql; prints runs, seconds, p50 and p95 in µs, bytes. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    static char sql[65536], out[1 << 20];
    static double took[2000000];
    if (argc != 3) return 2;
    sql[fread(sql, 1, sizeof sql - 1, stdin)] = 0;
    sqlite3 *db;
    sqlite3_stmt *s;
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, 0)) return fprintf(stderr, "%s\n", sqlite3_errmsg(db)), 1;
    if (sqlite3_prepare_v2(db, sql, -1, &s, 0)) return fprintf(stderr, "%s\n", sqlite3_errmsg(db)), 1;
    int columns = sqlite3_column_count(s);
    double end = now() + atof(argv[2]), begin = now();
    long runs = 0;
    size_t bytes = 0;
    while (now() < end && runs < 2000000) {
        double start = now();
        char *p = out;
        sqlite3_exec(db, "BEGIN", 0, 0, 0);
        while (sqlite3_step(s) == SQLITE_ROW && p - out < (long)sizeof out - 8192) {
            *p++ = '{';
            for (int i = 0; i < columns; i++) {
                const char *name = sqlite3_column_name(s, i), *text = (const char *)sqlite3_column_text(s, i);
                size_t n = strlen(name), m = text ? (size_t)sqlite3_column_bytes(s, i) : 4;
                *p++ = '"'; memcpy(p, name, n); p += n; *p++ = '"'; *p++ = ':'; *p++ = '"';
                memcpy(p, text ? text : "null", m > 1024 ? 1024 : m); p += m > 1024 ? 1024 : m;
                *p++ = '"'; *p++ = ',';
            }
            *p++ = '}';
        }
        sqlite3_reset(s);
        sqlite3_exec(db, "COMMIT", 0, 0, 0);
        bytes = p - out;
        took[runs++] = now() - start;
    }
    double seconds = now() - begin;
    qsort(took, runs, sizeof *took, ascending);
    printf("%ld %f %f %f %zu\n", runs, seconds, took[runs / 2] * 1e6, took[(long)(runs * 0.95)] * 1e6, bytes);
    return 0;
}

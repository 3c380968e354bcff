/*
 * A disk that fails at one call: loaded before libc (LD_PRELOAD), it counts the calls on files below FAULT_DIR that FAULT_OP
 * names (write, sync, read, rename), and at the FAULT_AT-th does as FAULT_KIND says: an errno (EIO, ENOSPC, EROFS), or
 * SHORT, a write of half the bytes. With FAULT_STICKY all later ones fail too. How many calls there were is written to
 * FAULT_COUNT at the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long seen = 0;

static int below(const char *path) {
  const char *folder = getenv("FAULT_DIR"), *name = getenv("FAULT_NAME");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0 && (name == NULL || strstr(path, name) != NULL);
}

static int concerned(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

static int error_of(const char *kind) {
  if (strcmp(kind, "ENOSPC") == 0) return ENOSPC;
  if (strcmp(kind, "EROFS") == 0) return EROFS;
  return EIO;
}

/* 0: go on; 1: fail, errno is set; 2: write half of it; 3: write it with one bit flipped, and say nothing. */
static int fault(const char *op) {
  const char *wanted = getenv("FAULT_OP"), *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  if (wanted == NULL || strcmp(wanted, op) != 0) return 0;
  long number = __sync_add_and_fetch(&seen, 1), target = at == NULL ? 0 : atol(at);
  if (target == 0 || number < target || (number > target && getenv("FAULT_STICKY") == NULL)) return 0;
  if (kind != NULL && strcmp(kind, "SHORT") == 0) {
    if (number == target) return 2;
    errno = ENOSPC;
    return 1;
  }
  if (kind != NULL && strcmp(kind, "FLIP") == 0) return 3;
  errno = error_of(kind == NULL ? "EIO" : kind);
  return 1;
}

__attribute__((destructor)) static void tell(void) {
  const char *file = getenv("FAULT_COUNT");
  FILE *out = file == NULL ? NULL : fopen(file, "w");
  if (out == NULL) return;
  fprintf(out, "%ld", seen);
  fclose(out);
}

#define REAL(name) static __typeof__(&name) real = NULL; if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* The bytes to write: themselves, or a copy of which one bit is another, which is never given up. */
static const void *spoilt(int what, const void *bytes, size_t length) {
  char *copy = what == 3 && length > 0 ? malloc(length) : NULL;
  if (copy == NULL) return bytes;
  memcpy(copy, bytes, length);
  copy[length / 2] ^= 0x10;
  return copy;
}

ssize_t write(int d, const void *bytes, size_t length) {
  REAL(write);
  int what = d > 2 && concerned(d) ? fault("write") : 0;
  return what == 1 ? -1 : real(d, spoilt(what, bytes, length), what == 2 && length > 1 ? length / 2 : length);
}
ssize_t pwrite(int d, const void *bytes, size_t length, off_t at) {
  REAL(pwrite);
  int what = concerned(d) ? fault("write") : 0;
  return what == 1 ? -1 : real(d, spoilt(what, bytes, length), what == 2 && length > 1 ? length / 2 : length, at);
}
ssize_t pwrite64(int d, const void *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  int what = concerned(d) ? fault("write") : 0;
  return what == 1 ? -1 : real(d, spoilt(what, bytes, length), what == 2 && length > 1 ? length / 2 : length, at);
}
ssize_t read(int d, void *bytes, size_t length) {
  REAL(read);
  return d > 2 && concerned(d) && fault("read") == 1 ? -1 : real(d, bytes, length);
}
ssize_t pread(int d, void *bytes, size_t length, off_t at) {
  REAL(pread);
  return concerned(d) && fault("read") == 1 ? -1 : real(d, bytes, length, at);
}
ssize_t pread64(int d, void *bytes, size_t length, off64_t at) {
  REAL(pread64);
  return concerned(d) && fault("read") == 1 ? -1 : real(d, bytes, length, at);
}
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t length, unsigned flags) {
  REAL(copy_file_range);
  return concerned(to) && fault("write") == 1 ? -1 : real(from, a, to, b, length, flags);
}
int fsync(int d) {
  REAL(fsync);
  return concerned(d) && fault("sync") == 1 ? -1 : real(d);
}
int fdatasync(int d) {
  REAL(fdatasync);
  return concerned(d) && fault("sync") == 1 ? -1 : real(d);
}
int ftruncate(int d, off_t length) {
  REAL(ftruncate);
  return concerned(d) && fault("write") == 1 ? -1 : real(d, length);
}
int ftruncate64(int d, off64_t length) {
  REAL(ftruncate64);
  return concerned(d) && fault("write") == 1 ? -1 : real(d, length);
}
int rename(const char *from, const char *to) {
  REAL(rename);
  return below(to) && fault("rename") == 1 ? -1 : real(from, to);
}

/*
 * Preloaded into a process (LD_PRELOAD), records all that it does to the files below one folder, in order, with what it
 * sends to those who called it. Several processes may write one recording. Linux with glibc only; for tests alone.
 *
 *   RECORDER_FOLDER     whose files are recorded; absolute, without symbolic links
 *   RECORDER_LOG        the recording, outside of that folder; see recording.ts for its form
 *   RECORDER_KILL_AT    optional: the process kills itself (SIGKILL) at this change of a file, counted from 1; a longer
 *                       write is half done by then
 *   RECORDER_KILL_BELOW optional: only changes below this folder count for that
 *   RECORDER_NO_SYNC    optional: fsync and fdatasync do nothing and are not recorded
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation {
  OPENED = 1, CLOSED, WRITTEN, RESIZED, SYNCED, RENAMED, UNLINKED, MADE_FOLDER, REMOVED_FOLDER, LINKED, SYMLINKED,
  SENT, UNSUPPORTED = 99
};

struct header {
  uint32_t size; /* of the whole record */
  uint32_t operation;
  int32_t process;
  int32_t descriptor;
  int64_t number; /* offset, size or flags */
  uint32_t first; /* bytes of the first of two texts or byte strings behind the header */
  uint32_t second;
};

enum { DESCRIPTORS = 65536, IGNORED = 0, FILE_BELOW = 1, CALLER = 2 };

static unsigned char kinds[DESCRIPTORS];
static char counted[DESCRIPTORS];
static char folder[PATH_MAX], kill_below[PATH_MAX];
static size_t folder_length;
static long kill_at, changes;
static int no_sync, log_descriptor = -1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(result, name, ...)                                                                                       \
  static result (*real_##name)(__VA_ARGS__);                                                                          \
  if (real_##name == NULL) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void) {
  const char *below = getenv("RECORDER_FOLDER"), *log = getenv("RECORDER_LOG");
  if (below == NULL || log == NULL) return;
  snprintf(folder, sizeof folder, "%s", below);
  folder_length = strlen(folder);
  if (getenv("RECORDER_KILL_AT") != NULL) kill_at = atol(getenv("RECORDER_KILL_AT"));
  if (getenv("RECORDER_KILL_BELOW") != NULL) snprintf(kill_below, sizeof kill_below, "%s", getenv("RECORDER_KILL_BELOW"));
  no_sync = getenv("RECORDER_NO_SYNC") != NULL;
  REAL(int, open, const char *, int, ...);
  log_descriptor = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (log_descriptor < 0) abort();
}

static int lies_in(const char *path, const char *parent) {
  size_t length = strlen(parent);
  return strncmp(path, parent, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The shared memory of SQLite's journal is made anew after every crash: it needs no disk, and is not recorded. */
static int is_below(const char *path) {
  if (log_descriptor < 0 || !lies_in(path, folder)) return 0;
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

/* Makes a path absolute. Links on the way are not looked through: nothing recorded has any. */
static const char *absolute(int at, const char *path, char *into) {
  char link[64], base[PATH_MAX];
  if (path[0] == '/') return path;
  if (at == AT_FDCWD) {
    if (getcwd(base, sizeof base) == NULL) return path;
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length < 0) return path;
    base[length] = 0;
  }
  if ((size_t)snprintf(into, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) abort();
  return into;
}

static int kind_of(int descriptor) {
  return descriptor >= 0 && descriptor < DESCRIPTORS ? kinds[descriptor] : IGNORED;
}

/* One change at a time, among threads and processes, so that the recording's order is the order of what happened. */
static void begin(void) {
  pthread_mutex_lock(&mutex);
  while (flock(log_descriptor, LOCK_EX) != 0 && errno == EINTR);
}

static void end(void) {
  int error = errno;
  flock(log_descriptor, LOCK_UN);
  pthread_mutex_unlock(&mutex);
  errno = error;
}

static void record(enum operation operation, int descriptor, int64_t number, const void *first, size_t first_length,
                   const void *second, size_t second_length) {
  int error = errno;
  REAL(ssize_t, writev, int, const struct iovec *, int);
  struct header header = {sizeof header + first_length + second_length, operation, getpid(), descriptor, number,
                          first_length, second_length};
  struct iovec parts[] = {{&header, sizeof header}, {(void *)first, first_length}, {(void *)second, second_length}};
  if (real_writev(log_descriptor, parts, 3) != (ssize_t)header.size) abort();
  errno = error;
}

static void record_path(enum operation operation, int descriptor, int64_t number, const char *path, const char *other) {
  record(operation, descriptor, number, path, strlen(path), other, other == NULL ? 0 : strlen(other));
}

/* Whether the change that begins is the last one. */
static int is_fatal(int counts) { return kill_at > 0 && counts && ++changes == kill_at; }

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static int path_counts(const char *path) { return kill_below[0] == 0 || lies_in(path, kill_below); }

static void change_path(const char *path) {
  begin();
  if (is_fatal(path_counts(path))) die();
}

static int opened(int descriptor, int flags, const char *path, int is_new) {
  if (descriptor >= DESCRIPTORS) abort();
  if (descriptor >= 0) {
    kinds[descriptor] = FILE_BELOW;
    counted[descriptor] = path_counts(path);
    record_path(OPENED, descriptor, (is_new ? 1 : 0) | (flags & O_TRUNC ? 2 : 0), path, NULL);
  }
  end();
  return descriptor;
}

static int open_any(int at, const char *given, int flags, mode_t mode) {
  char buffer[PATH_MAX];
  REAL(int, openat, int, const char *, int, ...);
  const char *path = absolute(at, given, buffer);
  if ((flags & O_TMPFILE) == O_TMPFILE || !is_below(path)) {
    int descriptor = real_openat(at, given, flags, mode);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) kinds[descriptor] = IGNORED;
    return descriptor;
  }
  struct stat facts;
  begin();
  int is_new = (flags & O_CREAT) && lstat(path, &facts) != 0;
  if ((is_new || (flags & O_TRUNC)) && is_fatal(path_counts(path))) die();
  return opened(real_openat(at, given, flags, mode), flags, path, is_new);
}

#define MODE                                                                                                          \
  mode_t mode = 0;                                                                                                    \
  if (flags & (O_CREAT | O_TMPFILE)) {                                                                                \
    va_list more;                                                                                                     \
    va_start(more, flags);                                                                                            \
    mode = va_arg(more, mode_t);                                                                                      \
    va_end(more);                                                                                                     \
  }

int open(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return open_any(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return open_any(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int descriptor) {
  REAL(int, close, int);
  int kind = kind_of(descriptor);
  if (kind == IGNORED) return real_close(descriptor);
  begin();
  kinds[descriptor] = IGNORED;
  if (kind == FILE_BELOW) record(CLOSED, descriptor, 0, NULL, 0, NULL, 0);
  int result = real_close(descriptor);
  end();
  return result;
}

/* Writes at `offset`, or at the descriptor's place where it is negative. */
static ssize_t write_file(int descriptor, const void *bytes, size_t length, off_t offset) {
  REAL(ssize_t, write, int, const void *, size_t);
  REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
  begin();
  int fatal = is_fatal(counted[descriptor]);
  if (fatal) length /= 2;
  ssize_t written = offset < 0 ? real_write(descriptor, bytes, length) : real_pwrite64(descriptor, bytes, length, offset);
  int error = errno;
  if (written > 0) {
    off_t from = offset < 0 ? lseek(descriptor, 0, SEEK_CUR) - written : offset;
    record(WRITTEN, descriptor, from, bytes, written, NULL, 0);
  }
  if (fatal) die();
  errno = error;
  end();
  return written;
}

/* Before it is sent: a caller that had it all may go on, and note so, before this process runs again. */
static void tell(int descriptor) {
  if (kind_of(descriptor) != CALLER) return;
  begin();
  record(SENT, descriptor, 0, NULL, 0, NULL, 0);
  end();
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (kind_of(descriptor) == FILE_BELOW) return write_file(descriptor, bytes, length, -1);
  tell(descriptor);
  return real_write(descriptor, bytes, length);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
  if (kind_of(descriptor) == FILE_BELOW) return write_file(descriptor, bytes, length, offset);
  return real_pwrite64(descriptor, bytes, length, offset);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  return pwrite64(descriptor, bytes, length, offset);
}

static ssize_t write_parts(int descriptor, const struct iovec *parts, int count, off_t offset) {
  ssize_t total = 0;
  for (int index = 0; index < count; index++) {
    ssize_t written = write_file(descriptor, parts[index].iov_base, parts[index].iov_len, offset < 0 ? -1 : offset + total);
    if (written < 0) return total > 0 ? total : written;
    total += written;
    if ((size_t)written < parts[index].iov_len) break;
  }
  return total;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  if (kind_of(descriptor) == FILE_BELOW) return write_parts(descriptor, parts, count, -1);
  tell(descriptor);
  return real_writev(descriptor, parts, count);
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off_t offset) {
  REAL(ssize_t, pwritev64, int, const struct iovec *, int, off_t);
  if (kind_of(descriptor) == FILE_BELOW) return write_parts(descriptor, parts, count, offset);
  return real_pwritev64(descriptor, parts, count, offset);
}
ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(descriptor, parts, count, offset);
}

ssize_t send(int descriptor, const void *bytes, size_t length, int flags) {
  REAL(ssize_t, send, int, const void *, size_t, int);
  tell(descriptor);
  return real_send(descriptor, bytes, length, flags);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
  tell(descriptor);
  return real_sendmsg(descriptor, message, flags);
}

static int accepted(int descriptor) {
  if (log_descriptor >= 0 && descriptor >= 0 && descriptor < DESCRIPTORS) kinds[descriptor] = CALLER;
  return descriptor;
}

int accept(int descriptor, struct sockaddr *address, socklen_t *length) {
  REAL(int, accept, int, struct sockaddr *, socklen_t *);
  return accepted(real_accept(descriptor, address, length));
}

int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags) {
  REAL(int, accept4, int, struct sockaddr *, socklen_t *, int);
  return accepted(real_accept4(descriptor, address, length, flags));
}

int ftruncate64(int descriptor, off_t size) {
  REAL(int, ftruncate64, int, off_t);
  if (kind_of(descriptor) != FILE_BELOW) return real_ftruncate64(descriptor, size);
  begin();
  if (is_fatal(counted[descriptor])) die();
  int result = real_ftruncate64(descriptor, size);
  if (result == 0) record(RESIZED, descriptor, size, NULL, 0, NULL, 0);
  end();
  return result;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

static int sync_file(int descriptor, int (*sync)(int)) {
  if (kind_of(descriptor) != FILE_BELOW) return sync(descriptor);
  if (no_sync) return 0;
  begin();
  if (is_fatal(counted[descriptor])) die();
  /* That it was asked for is what counts: no power is cut while recording, and the disk is spared the work. */
  record(SYNCED, descriptor, 0, NULL, 0, NULL, 0);
  end();
  return 0;
}

int fsync(int descriptor) {
  REAL(int, fsync, int);
  return sync_file(descriptor, real_fsync);
}

int fdatasync(int descriptor) {
  REAL(int, fdatasync, int);
  return sync_file(descriptor, real_fdatasync);
}

#define CHANGE(operation, path, other, call)                                                                          \
  change_path(path);                                                                                                  \
  int result = call;                                                                                                  \
  if (result == 0) record_path(operation, -1, 0, path, other);                                                        \
  end();                                                                                                              \
  return result

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char one[PATH_MAX], two[PATH_MAX];
  REAL(int, renameat2, int, const char *, int, const char *, unsigned);
  const char *old = absolute(from_at, from, one), *new = absolute(to_at, to, two);
  if (!is_below(old) && !is_below(new)) return real_renameat2(from_at, from, to_at, to, flags);
  /* Into the folder or out of it: nobody could say what such a file holds. */
  CHANGE(flags == 0 && is_below(old) && is_below(new) ? RENAMED : UNSUPPORTED, old, new,
         real_renameat2(from_at, from, to_at, to, flags));
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char *from, int to_at, const char *to) {
  return renameat2(from_at, from, to_at, to, 0);
}

int unlinkat(int at, const char *given, int flags) {
  char buffer[PATH_MAX];
  REAL(int, unlinkat, int, const char *, int);
  const char *path = absolute(at, given, buffer);
  if (!is_below(path)) return real_unlinkat(at, given, flags);
  CHANGE(flags & AT_REMOVEDIR ? REMOVED_FOLDER : UNLINKED, path, NULL, real_unlinkat(at, given, flags));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int at, const char *given, mode_t mode) {
  char buffer[PATH_MAX];
  REAL(int, mkdirat, int, const char *, mode_t);
  const char *path = absolute(at, given, buffer);
  if (!is_below(path)) return real_mkdirat(at, given, mode);
  CHANGE(MADE_FOLDER, path, NULL, real_mkdirat(at, given, mode));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  char one[PATH_MAX], two[PATH_MAX];
  REAL(int, linkat, int, const char *, int, const char *, int);
  const char *old = absolute(from_at, from, one), *new = absolute(to_at, to, two);
  if (!is_below(new)) return real_linkat(from_at, from, to_at, to, flags);
  CHANGE(is_below(old) ? LINKED : UNSUPPORTED, old, new, real_linkat(from_at, from, to_at, to, flags));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *words, int at, const char *given) {
  char buffer[PATH_MAX];
  REAL(int, symlinkat, const char *, int, const char *);
  const char *path = absolute(at, given, buffer);
  if (!is_below(path)) return real_symlinkat(words, at, given);
  CHANGE(SYMLINKED, path, words, real_symlinkat(words, at, given));
}
int symlink(const char *words, const char *path) { return symlinkat(words, AT_FDCWD, path); }

/* Ways to change a file that the product does not use: a recording that holds one is refused by its reader. */
static void unsupported(int descriptor, const char *name) {
  if (kind_of(descriptor) != FILE_BELOW) return;
  begin();
  record(UNSUPPORTED, descriptor, 0, name, strlen(name), NULL, 0);
  end();
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  REAL(void *, mmap64, void *, size_t, int, int, int, off_t);
  if ((protection & PROT_WRITE) && (flags & MAP_SHARED)) unsupported(descriptor, "mmap");
  return real_mmap64(address, length, protection, flags, descriptor, offset);
}
void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  return mmap64(address, length, protection, flags, descriptor, offset);
}

int fallocate64(int descriptor, int mode, off_t offset, off_t length) {
  REAL(int, fallocate64, int, int, off_t, off_t);
  unsupported(descriptor, "fallocate");
  return real_fallocate64(descriptor, mode, offset, length);
}
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  return fallocate64(descriptor, mode, offset, length);
}
int posix_fallocate64(int descriptor, off_t offset, off_t length) {
  REAL(int, posix_fallocate64, int, off_t, off_t);
  unsupported(descriptor, "posix_fallocate");
  return real_posix_fallocate64(descriptor, offset, length);
}
int posix_fallocate(int descriptor, off_t offset, off_t length) {
  return posix_fallocate64(descriptor, offset, length);
}
ssize_t sendfile64(int to, int from, off_t *offset, size_t length) {
  REAL(ssize_t, sendfile64, int, int, off_t *, size_t);
  unsupported(to, "sendfile");
  tell(to);
  return real_sendfile64(to, from, offset, length);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) { return sendfile64(to, from, offset, length); }
ssize_t copy_file_range(int from, off_t *from_offset, int to, off_t *to_offset, size_t length, unsigned flags) {
  REAL(ssize_t, copy_file_range, int, off_t *, int, off_t *, size_t, unsigned);
  unsupported(to, "copy_file_range");
  return real_copy_file_range(from, from_offset, to, to_offset, length, flags);
}

/* libuv closes files, and copies them, behind the library's back. Arguments travel as the kernel takes them. */
long syscall(long number, ...) {
  long arguments[6];
  va_list more;
  va_start(more, number);
  for (int index = 0; index < 6; index++) arguments[index] = va_arg(more, long);
  va_end(more);
  REAL(long, syscall, long, ...);
  if (number == SYS_close) return close(arguments[0]);
  if (number == SYS_copy_file_range) unsupported(arguments[2], "copy_file_range");
  return real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

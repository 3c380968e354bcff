/* A PKCS#11 module round another one (REAL_MODULE) that does what FAULT says at one call, and writes the calls that open
 * and close things to CALLS. The structures are those of PKCS#11 2.40 where CK_ULONG is a long. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long ulong_t;
typedef ulong_t (*call_t)(void);
struct functions { unsigned char version[2]; call_t call[68]; };
struct token_info { char text[96]; ulong_t flags; };

enum { FINALIZE = 1, TOKEN_INFO = 6, OPEN_SESSION = 12, CLOSE_SESSION = 13, LOGIN = 18, LOGOUT = 19, SIGN = 43 };

static struct functions own;
static struct functions *real;

static int faulty(const char *fault) {
  const char *wanted = getenv("FAULT");
  return wanted != NULL && strcmp(wanted, fault) == 0;
}

static void note(const char *what) {
  FILE *file = fopen(getenv("CALLS"), "a");
  if (file == NULL) return;
  fprintf(file, "%s\n", what);
  fclose(file);
}

static ulong_t token_info(ulong_t slot, struct token_info *info) {
  ulong_t result = ((ulong_t (*)(ulong_t, struct token_info *))real->call[TOKEN_INFO])(slot, info);
  if (faulty("final-try")) info->flags |= 0x20000;
  if (faulty("locked")) info->flags |= 0x40000;
  return result;
}

static ulong_t open_session(ulong_t slot, ulong_t flags, void *application, void *notify, ulong_t *session) {
  if (faulty("hang-on-open")) for (;;) sleep(60);
  note("open");
  return ((ulong_t (*)(ulong_t, ulong_t, void *, void *, ulong_t *))real->call[OPEN_SESSION])(slot, flags, application, notify, session);
}

static ulong_t login(ulong_t session, ulong_t user, unsigned char *pin, ulong_t length) {
  note("login");
  if (faulty("locks-on-login")) return 0xa4;
  return ((ulong_t (*)(ulong_t, ulong_t, unsigned char *, ulong_t))real->call[LOGIN])(session, user, pin, length);
}

static ulong_t sign(ulong_t session, void *data, ulong_t length, void *signature, ulong_t *room) {
  if (faulty("hang-on-sign")) for (;;) sleep(60);
  if (faulty("crash-on-sign")) abort();
  if (faulty("removed-on-sign")) return 0x32;
  if (faulty("fails-on-sign")) return 0x6;
  return ((ulong_t (*)(ulong_t, void *, ulong_t, void *, ulong_t *))real->call[SIGN])(session, data, length, signature, room);
}

static ulong_t logout(ulong_t session) {
  note("logout");
  return ((ulong_t (*)(ulong_t))real->call[LOGOUT])(session);
}

static ulong_t close_session(ulong_t session) {
  note("close");
  return ((ulong_t (*)(ulong_t))real->call[CLOSE_SESSION])(session);
}

static ulong_t finalize(void *reserved) {
  note("finalize");
  return ((ulong_t (*)(void *))real->call[FINALIZE])(reserved);
}

ulong_t C_GetFunctionList(struct functions **list) {
  void *library = dlopen(getenv("REAL_MODULE"), RTLD_NOW);
  ulong_t (*get)(struct functions **) = (ulong_t (*)(struct functions **))dlsym(library, "C_GetFunctionList");
  ulong_t result = get(&real);
  own = *real;
  own.call[FINALIZE] = (call_t)finalize;
  own.call[TOKEN_INFO] = (call_t)token_info;
  own.call[OPEN_SESSION] = (call_t)open_session;
  own.call[CLOSE_SESSION] = (call_t)close_session;
  own.call[LOGIN] = (call_t)login;
  own.call[LOGOUT] = (call_t)logout;
  own.call[SIGN] = (call_t)sign;
  *list = &own;
  return result;
}

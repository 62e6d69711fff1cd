#include "czeromq.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

// Names and numbers of libzmq's stable interface (libzmq.so.5), as zmq.h of 4.3 gives them.
typedef struct {
  void *socket;
  int descriptor;
  short events;
  short happened;
} poll_item;

enum {
  subscribe_option = 6,
  unsubscribe_option = 7,
  linger_option = 17,
  longest_option = 22,
  waiting_option = 23,
  handover_option = 56,
  manual_option = 71
};
enum { poll_in = 1, dont_wait = 1, send_more = 2 };

// Messages that wait for a subscriber which does not read them; further ones are dropped.
static const int most_waiting = 100000;

static _Thread_local char failure[200];

static struct {
  int (*number)(void);
  const char *(*text)(int);
  void *(*context)(void);
  int (*end)(void *);
  void *(*socket)(void *, int);
  int (*close)(void *);
  int (*set)(void *, int, const void *, size_t);
  int (*bind)(void *, const char *);
  int (*send)(void *, const void *, size_t, int);
  int (*start)(void *);
  int (*receive)(void *, void *, int);
  void *(*data)(void *);
  size_t (*size)(const void *);
  int (*more)(const void *);
  int (*finish)(void *);
  int (*poll)(poll_item *, int, long);
} zmq;

int czmq_open(char *message, size_t capacity) {
  static const struct {
    const char *name;
    void *place;
  } table[] = {
      {"zmq_errno", &zmq.number},       {"zmq_strerror", &zmq.text},
      {"zmq_ctx_new", &zmq.context},    {"zmq_ctx_term", &zmq.end},
      {"zmq_socket", &zmq.socket},      {"zmq_close", &zmq.close},
      {"zmq_setsockopt", &zmq.set},     {"zmq_bind", &zmq.bind},
      {"zmq_send", &zmq.send},          {"zmq_msg_init", &zmq.start},
      {"zmq_msg_recv", &zmq.receive},   {"zmq_msg_data", &zmq.data},
      {"zmq_msg_size", &zmq.size},      {"zmq_msg_more", &zmq.more},
      {"zmq_msg_close", &zmq.finish},   {"zmq_poll", &zmq.poll},
  };
  void *library = dlopen("libzmq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    snprintf(message, capacity, "%s", dlerror());
    return -1;
  }
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    void *found = dlsym(library, table[i].name);
    if (!found) {
      snprintf(message, capacity, "libzmq.so.5 has no %s", table[i].name);
      return -1;
    }
    memcpy(table[i].place, &found, sizeof found);
  }
  return 0;
}

const char *czmq_failure(void) { return failure; }

void *czmq_context(void) { return zmq.context(); }

void czmq_end(void *context) { zmq.end(context); }

void *czmq_bind(void *context, int kind, const char *address, long long longest, int linger) {
  void *socket = zmq.socket(context, kind);
  if (!socket) return NULL;
  int64_t size = longest;
  int yes = 1;
  zmq.set(socket, longest_option, &size, sizeof size);
  zmq.set(socket, linger_option, &linger, sizeof linger);
  zmq.set(socket, waiting_option, &most_waiting, sizeof most_waiting);
  // A client that reconnects under its old name takes the connection over.
  if (kind == czmq_router) zmq.set(socket, handover_option, &yes, sizeof yes);
  if (kind == czmq_xpub) zmq.set(socket, manual_option, &yes, sizeof yes);
  if (zmq.bind(socket, address) == 0) return socket;
  snprintf(failure, sizeof failure, "%s", zmq.text(zmq.number()));
  zmq.close(socket);
  return NULL;
}

void czmq_close(void *socket) { zmq.close(socket); }

void czmq_subscribe(void *socket, int on, const void *topic, size_t count) {
  zmq.set(socket, on ? subscribe_option : unsubscribe_option, topic, count);
}

int czmq_send(void *socket, const void *bytes, size_t count, int more) {
  return zmq.send(socket, bytes, count, dont_wait | (more ? send_more : 0)) < 0 ? -1 : 0;
}

int czmq_receive(void *socket, czmq_frame *frame) {
  void *message = &frame->message;
  zmq.start(message);
  if (zmq.receive(message, socket, dont_wait) < 0) {
    zmq.finish(message);
    return -1;
  }
  frame->bytes = zmq.data(message);
  frame->count = zmq.size(message);
  frame->more = zmq.more(message);
  return 0;
}

void czmq_frame_close(czmq_frame *frame) { zmq.finish(&frame->message); }

int czmq_bell(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void czmq_ring(int bell) {
  uint64_t one = 1;
  // A bell that cannot take more is ringing.
  if (write(bell, &one, sizeof one) < 0) return;
}

void czmq_hush(int bell) {
  uint64_t count;
  if (read(bell, &count, sizeof count) < 0) return;
}

unsigned czmq_wait(void *const *sockets, int count, int descriptor, long milliseconds) {
  poll_item items[9];
  if (count < 0 || count > 8) return 0;
  for (int i = 0; i < count; i++) items[i] = (poll_item){sockets[i], 0, poll_in, 0};
  items[count] = (poll_item){NULL, descriptor, poll_in, 0};
  if (zmq.poll(items, count + 1, milliseconds) <= 0) return 0;
  unsigned ready = 0;
  for (int i = 0; i <= count; i++) {
    if (items[i].happened & poll_in) ready |= 1u << i;
  }
  return ready;
}

#ifndef CZEROMQ_H
#define CZEROMQ_H

#include <stddef.h>

// The part of libzmq that a server of messages needs. The library is opened at run time, so that a
// program which serves none runs without it. Sockets belong to one thread at a time.

enum { czmq_rep = 4, czmq_router = 6, czmq_xpub = 9 };

// Opens the library; 0, or -1 with the reason in `message`.
int czmq_open(char *message, size_t capacity);

// Why the newest `czmq_bind` in this thread failed.
const char *czmq_failure(void);

// A context, to which sockets belong; NULL if memory is short.
void *czmq_context(void);

// Waits up to the sockets' time to deliver what was sent, and ends the context.
void czmq_end(void *context);

// A socket on `address`. Frames longer than `longest` bytes close the connection they come from.
// After `czmq_close`, undelivered messages are kept for `linger` milliseconds. NULL on failure.
void *czmq_bind(void *context, int kind, const char *address, long long longest, int linger);

void czmq_close(void *socket);

// Grants (1) or ends (0) the subscription that was received last from an XPUB socket, which has no
// effect before.
void czmq_subscribe(void *socket, int on, const void *topic, size_t count);

// Sends one frame; `more` says whether the message goes on. Never waits. 0, or -1 on failure.
int czmq_send(void *socket, const void *bytes, size_t count, int more);

// One frame of a message. `close` it before the next one is received.
typedef struct {
  const void *bytes;
  size_t count;
  // Whether the message goes on.
  int more;
  // The library's own record of it.
  union {
    unsigned char room[64];
    void *alignment;
  } message;
} czmq_frame;

// Takes the next frame; -1 if none is there. Never waits.
int czmq_receive(void *socket, czmq_frame *frame);

void czmq_frame_close(czmq_frame *frame);

// A descriptor that can be read while it was rung and not hushed, from whatever thread; -1 if the
// system has none left.
int czmq_bell(void);
void czmq_ring(int bell);
void czmq_hush(int bell);

// Waits up to `milliseconds` until one of the `count` sockets, 8 at most, has a message or
// `descriptor` can be read. Bit i of the result: socket i has one; bit `count`: the descriptor.
unsigned czmq_wait(void *const *sockets, int count, int descriptor, long milliseconds);

#endif

#define _GNU_SOURCE
#include "ctransfer.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// libcurl and all that it needs is loaded only when something is fetched.
static struct {
  CURL *(*init)(void);
  CURLcode (*setopt)(CURL *, CURLoption, ...);
  CURLcode (*perform)(CURL *);
  CURLcode (*getinfo)(CURL *, CURLINFO, ...);
  void (*cleanup)(CURL *);
  const char *(*strerror)(CURLcode);
  CURLcode (*global_init)(long);
  int loaded;
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++)
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&curl.init = dlsym(library, "curl_easy_init");
  *(void **)&curl.setopt = dlsym(library, "curl_easy_setopt");
  *(void **)&curl.perform = dlsym(library, "curl_easy_perform");
  *(void **)&curl.getinfo = dlsym(library, "curl_easy_getinfo");
  *(void **)&curl.cleanup = dlsym(library, "curl_easy_cleanup");
  *(void **)&curl.strerror = dlsym(library, "curl_easy_strerror");
  *(void **)&curl.global_init = dlsym(library, "curl_global_init");
  curl.loaded = curl.init && curl.setopt && curl.perform && curl.getinfo && curl.cleanup &&
                curl.strerror && curl.global_init && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

struct transfer {
  CURL *handle;
  int descriptor, status;
  long long offset, written, most;
  ctransfer_progress progress;
  void *context;
};

static size_t take(char *bytes, size_t size, size_t count, void *context) {
  struct transfer *it = context;
  size_t length = size * count, done = 0;
  if (it->written < 0) {
    // The first bytes: only now is it known whether the server begins where it was asked to.
    long code = 0;
    curl.getinfo(it->handle, CURLINFO_RESPONSE_CODE, &code);
    it->written = code == 206 ? it->offset : 0;
    if (ftruncate(it->descriptor, (off_t)it->written) != 0 ||
        lseek(it->descriptor, (off_t)it->written, SEEK_SET) < 0) {
      it->status = CTRANSFER_UNWRITABLE;
      return 0;
    }
  }
  if ((long long)length > it->most - it->written) {
    it->status = CTRANSFER_TOO_LONG;
    return 0;
  }
  while (done < length) {
    ssize_t got = write(it->descriptor, bytes + done, length - done);
    if (got <= 0) {
      it->status = CTRANSFER_UNWRITABLE;
      return 0;
    }
    done += (size_t)got;
  }
  it->written += (long long)length;
  return length;
}

static int watch(void *context, curl_off_t all, curl_off_t now, curl_off_t up, curl_off_t sent) {
  struct transfer *it = context;
  (void)up, (void)sent, (void)now;
  long long have = it->written < 0 ? it->offset : it->written;
  long long whole = all > 0 && it->written >= 0 ? have - (long long)now + (long long)all : 0;
  if (it->progress && it->progress(it->context, have, whole) != 0) {
    it->status = CTRANSFER_STOPPED;
    return 1;
  }
  return 0;
}

int ctransfer_fetch(const char *address, int descriptor, long long offset, long long most,
                    ctransfer_progress progress, void *context, char *message, size_t capacity) {
  pthread_once(&once, load);
  if (!curl.loaded) {
    snprintf(message, capacity, "libcurl is not installed");
    return CTRANSFER_MISSING;
  }
  CURL *handle = curl.init();
  if (!handle) return CTRANSFER_MISSING;
  struct transfer it = {handle, descriptor, CTRANSFER_DONE, offset, -1, most, progress, context};
  char details[CURL_ERROR_SIZE] = "";
  curl.setopt(handle, CURLOPT_URL, address);
  // Before 7.85 these had numbers, which headers of today call deprecated.
  if (curl.setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK)
    curl.setopt(handle, (CURLoption)181, 3L);
  if (curl.setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") != CURLE_OK)
    curl.setopt(handle, (CURLoption)182, 3L);
  curl.setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
  curl.setopt(handle, CURLOPT_MAXREDIRS, 10L);
  // Some servers close without saying so: each redirect gets a connection of its own.
  curl.setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl.setopt(handle, CURLOPT_FAILONERROR, 1L);
  curl.setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl.setopt(handle, CURLOPT_CONNECTTIMEOUT, 30L);
  curl.setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl.setopt(handle, CURLOPT_LOW_SPEED_TIME, 30L);
  curl.setopt(handle, CURLOPT_USERAGENT, "reverie");
  curl.setopt(handle, CURLOPT_ERRORBUFFER, details);
  curl.setopt(handle, CURLOPT_WRITEFUNCTION, take);
  curl.setopt(handle, CURLOPT_WRITEDATA, &it);
  curl.setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
  curl.setopt(handle, CURLOPT_XFERINFODATA, &it);
  curl.setopt(handle, CURLOPT_NOPROGRESS, 0L);
  if (offset > 0) curl.setopt(handle, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)offset);
  CURLcode code = curl.perform(handle);
  long response = 0;
  curl.getinfo(handle, CURLINFO_RESPONSE_CODE, &response);
  curl.cleanup(handle);
  if (it.status == CTRANSFER_STOPPED) {
    snprintf(message, capacity, "stopped");
    return it.status;
  }
  if (it.status != CTRANSFER_DONE || code == CURLE_OK) return it.status;
  snprintf(message, capacity, "%s", details[0] ? details : curl.strerror(code));
  // A server that has nothing behind `offset` (416), or cannot begin there: ask for the whole file.
  if (offset > 0 && (response == 416 || code == CURLE_RANGE_ERROR || code == CURLE_BAD_DOWNLOAD_RESUME)) {
    if (ftruncate(descriptor, 0) != 0) return CTRANSFER_UNWRITABLE;
    return CTRANSFER_BROKEN;
  }
  int is_final = (response >= 400 && response < 500) || code == CURLE_UNSUPPORTED_PROTOCOL ||
                 code == CURLE_TOO_MANY_REDIRECTS || code == CURLE_URL_MALFORMAT;
  return is_final ? CTRANSFER_REFUSED : CTRANSFER_BROKEN;
}

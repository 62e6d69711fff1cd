#include "cfiles.h"

#include <sys/types.h>

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

struct cfiles_digest {
  SHA2_CTX state;
};

cfiles_digest *cfiles_digest_start(void)
{
  cfiles_digest *digest = malloc(sizeof *digest);
  if (digest) SHA256Init(&digest->state);
  return digest;
}

void cfiles_digest_add(cfiles_digest *digest, const void *bytes, size_t count)
{
  if (digest && count > 0) SHA256Update(&digest->state, bytes, count);
}

void cfiles_digest_finish(cfiles_digest *digest, uint8_t out[32])
{
  memset(out, 0, 32);
  if (!digest) return;
  SHA256Final(out, &digest->state);
  free(digest);
}

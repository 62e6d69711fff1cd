#include "cfiles.h"
#include "message.h"

#include <matio.h>
#include <stdlib.h>
#include <string.h>

/// The bytes of the array's elements; 0 if that number does not fit.
static size_t bytes_of(const matvar_t *variable)
{
  size_t bytes = variable->data_size > 0 ? (size_t)variable->data_size : 1;
  for (int axis = 0; axis < variable->rank; axis++)
    if (__builtin_mul_overflow(bytes, variable->dims[axis], &bytes)) return 0;
  return bytes;
}

static void describe(const matvar_t *variable, cfiles_array *out)
{
  out->kind = variable->class_type == MAT_C_UINT8    ? CFILES_UINT8
              : variable->class_type == MAT_C_DOUBLE ? CFILES_FLOAT64
                                                     : CFILES_OTHER_KIND;
  out->rank = variable->rank;
  for (int axis = 0; axis < variable->rank && axis < 4; axis++)
    out->extents[axis] =
        variable->dims[axis] > INT64_MAX ? INT64_MAX : (int64_t)variable->dims[axis];
}

static int read_data(
    mat_t *file, matvar_t *variable, size_t limit, cfiles_array *out, char *message,
    size_t capacity)
{
  describe(variable, out);
  if (out->kind == CFILES_OTHER_KIND || out->rank > 4 || variable->isComplex) return CFILES_OK;
  size_t bytes = bytes_of(variable);
  if (bytes == 0 || bytes > limit)
    return cfiles_fail(
        CFILES_TOO_LARGE, message, capacity, "'%s' would need more than %zu bytes", variable->name,
        limit);
  if (Mat_VarReadDataAll(file, variable) != 0 || !variable->data)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "the data of '%s' are damaged or cut short",
        variable->name);
  if (variable->nbytes != bytes)
    return cfiles_fail(
        CFILES_DAMAGED, message, capacity, "'%s' holds %zu bytes where %zu belong", variable->name,
        variable->nbytes, bytes);
  out->data = variable->data;
  out->bytes = bytes;
  variable->data = NULL;
  return CFILES_OK;
}

int cfiles_matlab_read(
    const char *path, const char *name, size_t limit, cfiles_array *out, char *message,
    size_t capacity)
{
  *out = (cfiles_array){0};
  mat_t *file = Mat_Open(path, MAT_ACC_RDONLY);
  if (!file) return cfiles_fail(CFILES_DAMAGED, message, capacity, "it is not a MATLAB file");
  matvar_t *variable = Mat_VarReadInfo(file, name);
  int status;
  if (variable) {
    status = read_data(file, variable, limit, out, message, capacity);
    Mat_VarFree(variable);
  } else {
    status = cfiles_fail(CFILES_MISSING, message, capacity, "it has no array '%s'", name);
  }
  Mat_Close(file);
  return status;
}

#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An owned tensor: released exactly once with `release`.
typedef struct ct_tensor_object *ct_tensor;
/// An operator of ATen, found by its schema name; lives as long as the process.
typedef struct ct_operator_object *ct_operator;
/// An owned TorchScript module: released exactly once with `release_module`.
typedef struct ct_module_object *ct_module;

enum ct_tag {
  CT_NONE, CT_TENSOR, CT_INT, CT_DOUBLE, CT_BOOL, CT_INTS, CT_DOUBLES, CT_TENSORS,
  CT_STRING, CT_DEVICE, CT_SEED, CT_OPTIONAL_TENSORS
};

/// What `version` of the table below says. The table only ever grows at its end, so a newer shim
/// serves an older program.
enum { CT_VERSION = 6 };

/// One argument or result of an operator. Lists and strings are borrowed for the call.
///
/// Arguments that are left out at the end take their defaults. `CT_SEED` is a generator that is
/// seeded for this call, on the device that another argument names. In `CT_OPTIONAL_TENSORS` null
/// stands for none.
typedef struct ct_value {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double number;
    uint64_t seed;
    ct_tensor tensor;
    const int64_t *integers;
    const double *numbers;
    const ct_tensor *tensors;
    const char *string;
  } as;
} ct_value;

/// Options of `gradients`.
enum ct_gradient_options { CT_CREATE_GRAPH = 1, CT_KEEP_GRAPH = 2 };

enum ct_type { CT_UINT8, CT_INT64, CT_FLOAT32, CT_FLOAT64, CT_BOOLEAN, CT_OTHER };

/// Results of `device` that are not the index of a GPU.
enum ct_device { CT_CPU = -1, CT_NO_DEVICE = -2 };

/// Everything that the shim does.
///
/// Functions that return `int32_t` or `int64_t` return a negative number on failure (`device`:
/// `CT_NO_DEVICE`), functions that return a pointer return null; both then leave a message in
/// `last_error` of the same thread. No C++ exception leaves the shim. A null tensor or operator is
/// a failure like any other, except that `release` ignores it.
typedef struct ct_api {
  int32_t version;
  const char *(*last_error)(void);
  const char *(*torch_version)(void);
  int32_t (*set_threads)(int32_t count);

  ct_operator (*find)(const char *name, const char *overload);
  /// Returns the number of results written, all owned by the caller.
  int32_t (*call)(ct_operator, const ct_value *arguments, int32_t count, ct_value *results,
                  int32_t room);

  void (*release)(ct_tensor);
  int64_t (*live_count)(void);
  /// Copies `bytes` into a new tensor of that type and shape on the CPU.
  ct_tensor (*copy_in)(const void *bytes, const int64_t *shape, int32_t dimensions, int32_t type);
  /// A tensor over memory that belongs to `owner`, which is passed to `done` once the memory is no
  /// longer needed; never on failure.
  ct_tensor (*borrow)(void *bytes, const int64_t *shape, int32_t dimensions, int32_t type,
                      void *owner, void (*done)(void *owner));
  /// Copies all elements, in row-major order, to `bytes`.
  int32_t (*copy_out)(ct_tensor, void *bytes, size_t capacity);
  int32_t (*dimensions)(ct_tensor);
  int64_t (*size)(ct_tensor, int32_t dimension);
  int32_t (*type)(ct_tensor);
  /// The index of the GPU that holds the elements, or one of `ct_device`.
  int32_t (*device)(ct_tensor);
  int32_t (*item)(ct_tensor, double *value);
  /// A 64-bit hash of the bytes of all elements.
  int32_t (*digest)(ct_tensor, uint64_t *value);

  int32_t (*require_gradient)(ct_tensor, int32_t on);
  int32_t (*requires_gradient)(ct_tensor);
  /// Null without a message where no gradient has been accumulated.
  ct_tensor (*gradient)(ct_tensor);
  int32_t (*clear_gradient)(ct_tensor);
  int32_t (*backward)(ct_tensor, int32_t keep_graph);
  /// Writes one gradient for each input, null where there is none.
  int32_t (*gradients)(ct_tensor output, const ct_tensor *inputs, int32_t count,
                       int32_t options, ct_tensor *results);
  /// Switches recording on or off for this thread and returns what it was.
  int32_t (*set_recording)(int32_t on);
  /// The number of usable GPUs; 0 also where they cannot be counted.
  int32_t (*gpu_count)(void);

  /// Asks for algorithms whose results do not change from run to run.
  int32_t (*set_deterministic)(int32_t on);
  /// The elements of a contiguous tensor on the CPU; null, without a message, for any other.
  void *(*data)(ct_tensor);

  /// Linear layers with ReLU between them and none after the last, as one node of the graph.
  ct_tensor (*linear_stack)(ct_tensor input, const ct_tensor *weights, const ct_tensor *biases,
                            int32_t count);
  /// scale sum_b w_b sum_p log(1 + e^x) - t x over rows; all weights are 1 where they are null.
  ct_tensor (*bernoulli_loss)(ct_tensor logits, ct_tensor targets, ct_tensor weights,
                              double scale);
  /// z = mu + sigma e, where the columns of statistics are mu, then log sigma^2; in `divergence`
  /// scale sum_b w_b KL(N(mu, sigma^2) || N(0, 1)).
  ct_tensor (*gaussian_code)(ct_tensor statistics, ct_tensor noise, ct_tensor weights,
                             double scale, ct_tensor *divergence);

  /// Flushes subnormal numbers to zero; call it before the first operator.
  int32_t (*flush_subnormals)(int32_t on);

  /// Whether `CT_SEED` seeds the CPU's generator with all 64 bits or with the lower 32; GPUs always
  /// take 64. Call it before the first operator.
  int32_t (*seed_with_all_bits)(int32_t on);
  /// Starts or stops counting the multiplications of matrix products and convolutions that this
  /// thread asks for, forward and backward; returns how many it has counted since the last start.
  int64_t (*count_multiplications)(int32_t on);

  /// The module that `torch.jit.script` saved as these bytes, with its tensors on the device.
  ct_module (*load_module)(const void *bytes, size_t count, const char *device);
  void (*release_module)(ct_module);
  /// How many tensors it has; only those that are trained, which come first, with `trained`.
  int32_t (*module_tensors)(ct_module, int32_t trained);
  /// One of its tensors, itself and not a copy; `name` is borrowed from the module.
  ct_tensor (*module_tensor)(ct_module, int32_t index, const char **name);
  /// Its answer to one tensor; what it draws comes from `seed`.
  ct_tensor (*forward)(ct_module, ct_tensor input, int32_t training, uint64_t seed);
} ct_api;

/// Exported by the shim.
const ct_api *ct_api_table(void);

/// Opens the shim at `path`; null with a message on failure.
const ct_api *ct_open(const char *path, char *message, size_t capacity);

/// Returns freed memory to the system, including pages between blocks that are still in use.
void ct_give_back(void);

#ifdef __cplusplus
}
#endif

#pragma once

#include "cfiles.h"

enum { LARGEST_SIDE = 16384, MOST_PIXELS_PER_BYTE = 8320 };

/// Refuses extents that no image of `count` bytes can have.
int cfiles_check_sides(
    int64_t width, int64_t height, size_t count, char *message, size_t capacity);
/// The orientation that a TIFF block names, 1 to 8; 1 if it names none or is damaged.
int32_t cfiles_orientation(const uint8_t *tiff, size_t count);
/// Whether whoever waits for the image has given up.
bool cfiles_is_stopped(const cfiles_stop *stop);

int cfiles_png_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity);
int cfiles_png_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    const cfiles_stop *stop, char *message, size_t capacity);

int cfiles_jpeg_look(
    const uint8_t *bytes, size_t count, cfiles_picture *picture, char *message, size_t capacity);
int cfiles_jpeg_decode(
    const uint8_t *bytes, size_t count, const cfiles_picture *picture, uint8_t *into,
    const cfiles_stop *stop, char *message, size_t capacity);

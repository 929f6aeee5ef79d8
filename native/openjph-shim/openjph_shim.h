/* A C door to libopenjph: HTJ2K frames (ISO/IEC 15444-15) in and out of plain sample buffers.
   No call prints, throws or keeps memory. Samples: interleaved, native byte order, one or two bytes each, sign extended. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifndef OPENJPH_SHIM_EXPORT
#define OPENJPH_SHIM_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum openjph_shim_result {
    OPENJPH_SHIM_DONE = 0,
    OPENJPH_SHIM_BAD_ARGUMENT = 1, /* sizes that contradict each other or are out of range; nothing was called */
    OPENJPH_SHIM_NO_ROOM = 2,      /* the codestream is longer than the buffer */
    OPENJPH_SHIM_DAMAGED = 3,      /* the library refused the codestream, or ran out of memory */
    OPENJPH_SHIM_OTHER_IMAGE = 4   /* the codestream holds an image of another size, depth or sign */
};

struct openjph_shim_image {
    uint32_t width, height; /* 1 to 65535 */
    uint32_t components;    /* 1 or 3 */
    uint32_t bits;          /* 2 to 16: precision */
    uint32_t is_signed;
    uint32_t sample_bytes;  /* 1 or 2, at least what bits need */
    uint32_t is_rgb;        /* three components are coded through the reversible colour transform; decoding does not ask */
};

/* Changes whenever a signature here does. */
OPENJPH_SHIM_EXPORT int openjph_shim_version(void);

/* Reversible, RPCL, code blocks of 64 x 64, one tile, one tile-part.
   only_when_idle: the work is done by a thread of its own that runs while the processors have nothing else to do; the caller waits for it. */
OPENJPH_SHIM_EXPORT int openjph_shim_encode(const struct openjph_shim_image* image, uint32_t levels, const void* samples, size_t samples_length,
                        uint32_t only_when_idle, uint8_t* codestream, size_t capacity, size_t* length);

/* Only for codestreams that openjph_shim_encode made: Debian builds the library with assertions, and damaged code blocks trip them.
   Decodes to the size the image has after its last `skipped` decompositions are left out; width and height are those of that size. */
OPENJPH_SHIM_EXPORT int openjph_shim_decode(const struct openjph_shim_image* image, uint32_t skipped, const uint8_t* codestream, size_t length,
                        void* samples, size_t samples_length);

#ifdef __cplusplus
}
#endif

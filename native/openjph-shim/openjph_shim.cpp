#include "openjph_shim.h"

#include <cstdio>
#include <cstring>
#include <exception>
#include <system_error>
#include <thread>

#include <sched.h>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>

namespace {

/* The library prints before it throws, and what configure_error and its sisters are given is ignored by release 0.9. */
struct silence {
    silence() {
        if (FILE* nowhere = std::fopen("/dev/null", "w")) {
            ojph::set_info_stream(nowhere);
            ojph::set_warning_stream(nowhere);
            ojph::set_error_stream(nowhere);
        }
    }
} const silenced;

struct no_room final : std::exception {};

/* Writes into the caller's buffer. */
class buffer_outfile final : public ojph::outfile_base {
public:
    buffer_outfile(uint8_t* start, size_t capacity) : start_(start), capacity_(capacity) {}

    size_t write(const void* bytes, size_t count) override {
        if (count > capacity_ - length_)
            throw no_room();
        std::memcpy(start_ + length_, bytes, count);
        length_ += count;
        return count;
    }

    ojph::si64 tell() override { return static_cast<ojph::si64>(length_); }

    size_t length() const { return length_; }

private:
    uint8_t* start_;
    size_t capacity_, length_ = 0;
};

/* Reads the caller's buffer; unlike the library's own it never leaves it, whatever is sought. */
class buffer_infile final : public ojph::infile_base {
public:
    buffer_infile(const uint8_t* start, size_t length) : start_(start), length_(static_cast<ojph::si64>(length)) {}

    size_t read(void* bytes, size_t count) override {
        const ojph::si64 left = length_ - at_;
        const size_t taken = count < static_cast<size_t>(left) ? count : static_cast<size_t>(left);
        std::memcpy(bytes, start_ + at_, taken);
        at_ += static_cast<ojph::si64>(taken);
        return taken;
    }

    int seek(ojph::si64 offset, enum ojph::infile_base::seek origin) override {
        const ojph::si64 base = origin == OJPH_SEEK_SET ? 0 : origin == OJPH_SEEK_CUR ? at_ : length_;
        if (offset < -base || offset > length_ - base)
            return -1;
        at_ = base + offset;
        return 0;
    }

    ojph::si64 tell() override { return at_; }

    bool eof() override { return at_ >= length_; }

private:
    const uint8_t* start_;
    ojph::si64 length_, at_ = 0;
};

bool is_sound(const openjph_shim_image* image, const void* samples, size_t samples_length) {
    return image != nullptr && samples != nullptr && image->width - 1 < 65535 && image->height - 1 < 65535
        && (image->components == 1 || image->components == 3) && image->bits >= 2 && image->bits <= image->sample_bytes * 8
        && (image->sample_bytes == 1 || image->sample_bytes == 2) && image->is_signed <= 1
        && samples_length == size_t(image->width) * image->height * image->components * image->sample_bytes;
}

template <typename T> void widen(const uint8_t* row, uint32_t component, uint32_t stride, ojph::si32* line, uint32_t width) {
    const T* from = reinterpret_cast<const T*>(row) + component;
    for (uint32_t x = 0; x < width; x++, from += stride)
        line[x] = *from;
}

/* What does not fit the precision is clamped: only a damaged codestream holds such values. */
template <typename T> void narrow(const ojph::si32* line, uint8_t* row, uint32_t component, uint32_t stride, uint32_t width, ojph::si32 least, ojph::si32 most) {
    T* to = reinterpret_cast<T*>(row) + component;
    for (uint32_t x = 0; x < width; x++, to += stride) {
        const ojph::si32 value = line[x] < least ? least : line[x];
        *to = static_cast<T>(value > most ? most : value);
    }
}

size_t encode(const openjph_shim_image& image, uint32_t levels, const uint8_t* samples, buffer_outfile& file) {
    ojph::codestream codestream;
    ojph::param_siz siz = codestream.access_siz();
    siz.set_image_extent(ojph::point(image.width, image.height));
    siz.set_num_components(image.components);
    for (uint32_t c = 0; c < image.components; c++)
        siz.set_component(c, ojph::point(1, 1), image.bits, image.is_signed != 0);
    ojph::param_cod cod = codestream.access_cod();
    cod.set_num_decomposition(levels);
    cod.set_block_dims(64, 64);
    cod.set_progression_order("RPCL");
    cod.set_color_transform(image.components == 3 && image.is_rgb != 0);
    cod.set_reversible(true);
    codestream.set_planar(false);
    codestream.write_headers(&file);

    const size_t row_bytes = size_t(image.width) * image.components * image.sample_bytes;
    ojph::ui32 component = 0;
    ojph::line_buf* line = codestream.exchange(nullptr, component);
    for (uint32_t y = 0; y < image.height; y++, samples += row_bytes) {
        for (uint32_t c = 0; c < image.components; c++) {
            if (image.sample_bytes == 1)
                image.is_signed ? widen<int8_t>(samples, component, image.components, line->i32, image.width)
                                : widen<uint8_t>(samples, component, image.components, line->i32, image.width);
            else
                image.is_signed ? widen<int16_t>(samples, component, image.components, line->i32, image.width)
                                : widen<uint16_t>(samples, component, image.components, line->i32, image.width);
            line = codestream.exchange(line, component);
        }
    }

    codestream.flush();
    codestream.close();
    return file.length();
}

int decode(const openjph_shim_image& image, uint32_t skipped, buffer_infile& file, uint8_t* samples) {
    ojph::codestream codestream;
    codestream.read_headers(&file);
    ojph::param_siz siz = codestream.access_siz();
    if (siz.get_num_components() != image.components || skipped > codestream.access_cod().get_num_decompositions())
        return OPENJPH_SHIM_OTHER_IMAGE;
    codestream.restrict_input_resolution(skipped, skipped);
    for (uint32_t c = 0; c < image.components; c++) {
        if (siz.get_recon_width(c) != image.width || siz.get_recon_height(c) != image.height
            || siz.get_bit_depth(c) != image.bits || siz.is_signed(c) != (image.is_signed != 0))
            return OPENJPH_SHIM_OTHER_IMAGE;
    }

    codestream.set_planar(false);
    codestream.create();
    const ojph::si32 least = image.is_signed ? -(1 << (image.bits - 1)) : 0;
    const ojph::si32 most = (1 << (image.bits - image.is_signed)) - 1;
    const size_t row_bytes = size_t(image.width) * image.components * image.sample_bytes;
    for (uint32_t y = 0; y < image.height; y++, samples += row_bytes) {
        for (uint32_t c = 0; c < image.components; c++) {
            ojph::ui32 component = 0;
            const ojph::line_buf* line = codestream.pull(component);
            if (line == nullptr || component >= image.components || line->size < image.width)
                return OPENJPH_SHIM_DAMAGED;
            if (image.sample_bytes == 1)
                narrow<uint8_t>(line->i32, samples, component, image.components, image.width, least, most);
            else
                narrow<uint16_t>(line->i32, samples, component, image.components, image.width, least, most);
        }
    }

    codestream.close();
    return OPENJPH_SHIM_DONE;
}

int try_encode(const openjph_shim_image& image, uint32_t levels, const uint8_t* samples, uint8_t* codestream, size_t capacity, size_t& length) noexcept {
    try {
        buffer_outfile file(codestream, capacity);
        length = encode(image, levels, samples, file);
        return OPENJPH_SHIM_DONE;
    } catch (const no_room&) {
        return OPENJPH_SHIM_NO_ROOM;
    } catch (...) {
        return OPENJPH_SHIM_DAMAGED;
    }
}

} // namespace

extern "C" int openjph_shim_version(void) { return 2; }

extern "C" int openjph_shim_encode(const openjph_shim_image* image, uint32_t levels, const void* samples, size_t samples_length,
                                   uint32_t only_when_idle, uint8_t* codestream, size_t capacity, size_t* length) {
    if (!is_sound(image, samples, samples_length) || levels > 32 || codestream == nullptr || length == nullptr)
        return OPENJPH_SHIM_BAD_ARGUMENT;
    int result = OPENJPH_SHIM_DAMAGED;
    const auto work = [&]() noexcept { result = try_encode(*image, levels, static_cast<const uint8_t*>(samples), codestream, capacity, *length); };
    if (!only_when_idle) {
        work();
        return result;
    }

    /* a thread that has sunk so low may not be allowed to rise again: it ends with its work */
    try {
        std::thread([&]() noexcept {
            const sched_param lowest{};
            sched_setscheduler(0, SCHED_IDLE, &lowest);
            work();
        }).join();
    } catch (const std::system_error&) {
        work(); /* no further thread can be had */
    }
    return result;
}

extern "C" int openjph_shim_decode(const openjph_shim_image* image, uint32_t skipped, const uint8_t* codestream, size_t length,
                                   void* samples, size_t samples_length) {
    if (!is_sound(image, samples, samples_length) || skipped > 32 || codestream == nullptr)
        return OPENJPH_SHIM_BAD_ARGUMENT;
    try {
        buffer_infile file(codestream, length);
        return decode(*image, skipped, file, static_cast<uint8_t*>(samples));
    } catch (...) {
        return OPENJPH_SHIM_DAMAGED;
    }
}

// The library's own speed, without our C door and without C#: libopenjph in a loop over one image of 16-bit samples.
//   bench RAW WIDTH HEIGHT SIGNED LEVELS ROUNDS   → milliseconds per image, best of the rounds: encode, decode
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

static double now() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int main(int argc, char** argv) {
    if (argc != 7) return 2;
    std::ifstream in(argv[1], std::ios::binary);
    std::vector<char> raw((std::istreambuf_iterator<char>(in)), {});
    const unsigned width = atoi(argv[2]), height = atoi(argv[3]), is_signed = atoi(argv[4]), levels = atoi(argv[5]), rounds = atoi(argv[6]);
    if (raw.size() != size_t(width) * height * 2) return 2;
    double best_encode = 1e9, best_decode = 1e9;
    std::vector<int16_t> back(size_t(width) * height);
    for (unsigned round = 0; round < rounds; round++) {
        ojph::mem_outfile file;
        file.open(raw.size() * 2 + 65536);
        double start = now();
        {
            ojph::codestream codestream;
            codestream.access_siz().set_image_extent(ojph::point(width, height));
            codestream.access_siz().set_num_components(1);
            codestream.access_siz().set_component(0, ojph::point(1, 1), 16, is_signed != 0);
            codestream.access_cod().set_num_decomposition(levels);
            codestream.access_cod().set_progression_order("RPCL");
            codestream.access_cod().set_color_transform(false);
            codestream.access_cod().set_reversible(true);
            codestream.set_planar(false);
            codestream.write_headers(&file);
            ojph::ui32 component = 0;
            ojph::line_buf* line = codestream.exchange(nullptr, component);
            for (unsigned y = 0; y < height; y++) {
                const int16_t* row = reinterpret_cast<const int16_t*>(raw.data()) + size_t(y) * width;
                for (unsigned x = 0; x < width; x++)
                    line->i32[x] = is_signed ? row[x] : uint16_t(row[x]);
                line = codestream.exchange(line, component);
            }
            codestream.flush();
        }
        double middle = now();
        {
            ojph::mem_infile input;
            input.open(file.get_data(), size_t(file.tell()));
            ojph::codestream codestream;
            codestream.read_headers(&input);
            codestream.set_planar(false);
            codestream.create();
            for (unsigned y = 0; y < height; y++) {
                ojph::ui32 component;
                const ojph::line_buf* line = codestream.pull(component);
                for (unsigned x = 0; x < width; x++)
                    back[size_t(y) * width + x] = int16_t(line->i32[x]);
            }
        }
        double end = now();
        if (middle - start < best_encode) best_encode = middle - start;
        if (end - middle < best_decode) best_decode = end - middle;
    }
    std::printf("encode %.3f ms, decode %.3f ms\n", best_encode, best_decode);
    return 0;
}

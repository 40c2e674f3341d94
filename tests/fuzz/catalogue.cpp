// A layer's TOML of any bytes is read beside the programme's own, or refused.
#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <filesystem>

namespace {

/// A folder with what every catalogue needs.
struct Layers : support::Folder {
    Layers() {
        for (const char *name : {"programme.toml", "admin.toml"})
            std::filesystem::copy_file(support::source("layers") / name, path() / name);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const Layers layers;
    support::write_file(layers / "layer.toml", {reinterpret_cast<const char *>(data), size});
    try {
        if (catalogue::Catalogue::load(layers.path()).stages().empty())
            std::abort();
    } catch (const Error &) {
    }
    return 0;
}

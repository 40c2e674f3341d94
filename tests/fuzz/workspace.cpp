// Any bytes as a workspace: what is there is read, or the file refused; seals hold or do not.
#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/seal.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const support::Folder folder;
    static const catalogue::Catalogue catalogue = catalogue::Catalogue::load(support::source("layers"));
    support::write_file(folder / "w.gpkg", {reinterpret_cast<const char *>(data), size});
    try {
        const workspace::Workspace opened = workspace::Workspace::open(folder / "w.gpkg", true);
        (void)opened.banners();
        catalogue::Feature feature;
        for (const catalogue::Layer &layer : catalogue.layers())
            for (auto features = workspace::features(opened, layer); features.next(feature);)
                if (feature.values.size() != layer.fields.size())
                    std::abort();
        (void)workspace::history(opened, {});
        (void)workspace::verify(opened);
    } catch (const Error &) {
    }
    return 0;
}

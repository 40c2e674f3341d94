// A table of quotas of any bytes is read, or refused.
#include "support/folder.h"
#include "support/places.h"

#include <qitu/analysis/quotas/quotas.h>
#include <qitu/core/base/error.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const support::Folder folder;
    static const catalogue::Catalogue catalogue = catalogue::Catalogue::load(support::source("layers"));
    setenv("QITU_CAGE", "off", 1);
    support::write_file(folder / "quotas.csv", {reinterpret_cast<const char *>(data), size});
    try {
        for (const auto &quota : quotas::read_quotas(folder / "quotas.csv", catalogue, {}).quotas)
            if (!std::isfinite(quota.value))
                std::abort();
    } catch (const Error &) {
    }
    return 0;
}

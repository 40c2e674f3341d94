// A list of seals of any bytes is read, or refused with its line.
#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/seal_list.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const support::Folder folder;
    support::write_file(folder / "seals.log", {reinterpret_cast<const char *>(data), size});
    try {
        for (const workspace::ListedSeal &seal : workspace::read_seal_list(folder / "seals.log"))
            if (seal.hash.size() != 64)
                std::abort();
    } catch (const Error &) {
    }
    return 0;
}

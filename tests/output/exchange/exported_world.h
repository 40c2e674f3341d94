// A workspace of two banners with a few features, its figures by hand, and a look into what is exported of it.
#pragma once

#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/exchange/exchange.h>

#include <cpl_minixml.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace exported {

using namespace qitu;
namespace fs = std::filesystem;

catalogue::Catalogue load_catalogue(const fs::path &layers);
workspace::Workspace make_workspace(const fs::path &file, const catalogue::Catalogue &catalogue);
report::Figures figures();

/// Each row as its values with | between them.
using Rows = std::vector<std::string>;
Rows ask(const fs::path &file, const std::string &sql);
void change(const fs::path &file, const std::string &sql);

/// Name → value of every <Option>.
void options_below(const CPLXMLNode *node, std::map<std::string, std::string> &into);

/// The .qgs of the project within, unzipped by GDAL.
std::string project_of(const fs::path &file);

struct World {
    support::Folder folder;
    catalogue::Catalogue catalogue = load_catalogue(folder / "layers");
    workspace::Workspace workspace = make_workspace(folder / "w.gpkg", catalogue);
    fs::path file = folder / "out.gpkg";

    void write(const fs::path &to, bool overwrite = false) const {
        exchange::write_geopackage(to, workspace, catalogue, figures(), support::source("styles"), overwrite);
    }
    [[nodiscard]] static Error refusal(const std::function<void()> &work) {
        try {
            work();
        } catch (const Error &error) {
            return error;
        }
        throw std::logic_error("nothing was refused");
    }
};

/// One file for all that only look at it.
const World &published();

class PinnedClock {
  public:
    explicit PinnedClock(const char *epoch) { setenv("SOURCE_DATE_EPOCH", epoch, 1); }
    ~PinnedClock() { unsetenv("SOURCE_DATE_EPOCH"); }
    PinnedClock(const PinnedClock &) = delete;
    PinnedClock &operator=(const PinnedClock &) = delete;
};

} // namespace exported

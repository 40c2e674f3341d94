// GDAL behind RAII: quiet errors, an opened file and the one layer of it that is meant.
#pragma once

#include "open/scratch.h"

#include <qitu/core/base/staging.h>

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <memory>
#include <string>

namespace qitu::reader {

/// While it lives GDAL prints nothing; what it had to say is in `message()`.
class Quiet {
  public:
    Quiet() : handler_(CPLQuietErrorHandler) { CPLErrorReset(); }
    [[nodiscard]] static bool failed() { return CPLGetLastErrorType() >= CE_Failure; }
    /// GDAL's last message without its full stop, or `otherwise` when it said nothing.
    [[nodiscard]] static std::string message(const std::string &otherwise);

  private:
    CPLErrorHandlerPusher handler_;
};

struct Opened {
    std::unique_ptr<TemporaryFolder> scratch; // before the dataset, so that it outlives it
    std::filesystem::path file; // what is open: the user's file, or what was unpacked or mended of it
    GDALDatasetUniquePtr dataset;
    OGRLayer *layer = nullptr; // the dataset's
    std::string driver;        // "ESRI Shapefile", "GPKG", …
    std::string format;        // the same for people
    bool in_memory = false;    // the layer was built by us; its texts are UTF-8

    /// Puts a layer in memory in the place of the one that was opened.
    void replace(GDALDatasetUniquePtr made);
};

/// Opens the layer named, or the only one that can be meant: with geometry and features; of a workbook or a
/// CSV a table. Texts of a Shapefile come as the bytes that they are. Throws Error (unreadable) with what to
/// do.
void open_layer(Opened &opened, const std::filesystem::path &file, const std::string &layer, bool cad_blocks);

/// The file that is meant by a path: itself, or the one data set in an archive, unpacked. `layer` loses what
/// named the data set. Nothing is open yet.
Opened unpacked(const std::filesystem::path &file, std::string &layer);

/// The same layer once more, its texts recoded from this encoding.
void reopen(Opened &opened, const std::string &encoding);

/// A layer without geometry, which may be a table of points, and any CSV: GDAL passes over WKT that it cannot
/// read.
bool is_table(const Opened &opened);

} // namespace qitu::reader

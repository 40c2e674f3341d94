// GDAL behind RAII: quiet errors, an opened file and the one layer of it that is meant.
#pragma once

#include <qitu/base/base.h>

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace qitu::intake {

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

/// A Shapefile without its .shx, copied into memory with a .shx made anew: nothing is written beside the
/// source.
class MendedCopy {
  public:
    explicit MendedCopy(const std::filesystem::path &file);
    ~MendedCopy();
    MendedCopy(const MendedCopy &) = delete;
    MendedCopy &operator=(const MendedCopy &) = delete;
    [[nodiscard]] std::string path() const { return folder_ + "/" + name_; }

  private:
    std::string folder_;
    std::string name_;
};

struct Opened {
    std::unique_ptr<MendedCopy> copy; // before the dataset, so that it outlives it
    GDALDatasetUniquePtr dataset;
    OGRLayer *layer = nullptr; // the dataset's
    std::string driver;        // "ESRI Shapefile", "GPKG", …
    std::string format;        // the same for people
};

/// Opens the layer named, or the only one with geometry. Texts of a Shapefile come recoded from `encoding`,
/// or as the bytes that they are when it is "". Throws Error (unreadable) with what to do.
Opened open_layer(const std::filesystem::path &file, const std::string &layer, const std::string &encoding);

} // namespace qitu::intake

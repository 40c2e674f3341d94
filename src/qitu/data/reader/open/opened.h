// An opened file and the layer of it that is read.
#pragma once

#include "open/scratch.h"

#include <qitu/core/base/staging.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/gdal/messages.h>

#include <filesystem>
#include <memory>
#include <string>

namespace qitu::reader {

struct Opened {
    std::unique_ptr<TemporaryFolder> scratch; // before the dataset, so that it outlives it
    std::filesystem::path file; // what is open: the user's file, or what was unpacked or repaired of it
    GDALDatasetUniquePtr dataset;
    OGRLayer *layer = nullptr; // the dataset's
    std::string driver;        // "ESRI Shapefile", "GPKG", …
    std::string format;        // the same for people
    bool in_memory = false;    // the layer was built by us; its texts are UTF-8
    bool shaped = false;       // and its geometry is what is meant: no line is still to be closed

    /// Replaces the layer by one in memory.
    void replace(GDALDatasetUniquePtr made);
};

/// Opens the layer named, or the only candidate: one with geometry and features; of a workbook or a CSV a
/// table. Text of a Shapefile comes as raw bytes. Throws Error (unreadable) with what to do.
void open_layer(Opened &opened, const std::filesystem::path &file, const std::string &layer, bool cad_blocks);

/// The file behind a path: itself, or the one data set in an archive, unpacked. `layer` is cleared where it
/// named the data set. Nothing is open yet.
Opened unpacked(const std::filesystem::path &file, std::string &layer);

/// Opens the same layer again, with its text recoded from this encoding.
void reopen(Opened &opened, const std::string &encoding);

/// A layer without geometry, which may be a table of points, and any CSV: GDAL ignores WKT that it cannot
/// parse.
bool is_table(const Opened &opened);

} // namespace qitu::reader

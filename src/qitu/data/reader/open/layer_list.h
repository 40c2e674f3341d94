// Chooses the layer of a file to read.
#pragma once

#include "open/opened.h"

#include <filesystem>
#include <string>

namespace qitu::reader {

/// The layer named; else the only candidate. Tables are candidates in CSV files and workbooks only.
/// Throws Error (unreadable) that lists the layers with their geometry and how many features they have.
OGRLayer *chosen_layer(const std::filesystem::path &file, GDALDataset &dataset, const std::string &driver,
                       const std::string &name);

} // namespace qitu::reader

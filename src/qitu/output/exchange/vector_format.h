// What the writers of GDAL's formats share.
#pragma once

#include <qitu/output/exchange/exchange.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::exchange {

/// A folder is replaced only where it is what this format makes.
void refuse_foreign_folder(const std::filesystem::path &file, const VectorFormat &format);
void refuse_driver(const VectorFormat &format, const std::filesystem::path &target);

/// NAME=VALUE, of the driver.
std::vector<std::string> dataset_options(const VectorFormat &format);
std::vector<std::string> layer_options(const VectorFormat &format, const std::string &title);

} // namespace qitu::exchange

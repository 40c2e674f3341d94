// What import understood of a file, and what it would do, in words.
#pragma once

#include <qitu/analysis/importer/importer.h>
#include <qitu/data/workspace/workspace.h>

#include <filesystem>

namespace qitu::cli {

void tell_understanding(const reader::Understanding &understood);

/// Area, length and number of a file's features by banner, each place counted once.
void tell_by_banner(const std::filesystem::path &file, const reader::OpenOptions &options,
                    const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer);

} // namespace qitu::cli

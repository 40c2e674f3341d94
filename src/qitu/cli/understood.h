// What import understood of a file, and what it would do, in words.
#pragma once

#include <qitu/admission/admission.h>
#include <qitu/store/store.h>

namespace qitu::cli {

void tell_understanding(const intake::Understanding &understood);

/// Area, length and number of a file's features by banner, each place counted once.
void tell_by_banner(const std::filesystem::path &file, const intake::OpenOptions &options,
                    const store::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer);

} // namespace qitu::cli

// The map of a report as a picture.
#pragma once

#include "metafile.h"

#include <qitu/output/docx/docx.h>
#include <qitu/output/report/document.h>

#include <optional>

namespace qitu::docx {

/// Of the region or a league its banners by progress, of a banner what lies in it; none where there is nothing to show.
std::optional<Metafile> picture_of(const report::PrintedProgress &printed, const Pictures &pictures,
                                   double millimetres);

} // namespace qitu::docx

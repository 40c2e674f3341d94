// Tables of a workspace that are no layers, as forms of QGIS.
#pragma once

#include "project.h"

namespace qitu::exchange {

Table quota_table(const catalogue::Catalogue &catalogue);
Table quarantine_table(const catalogue::Catalogue &catalogue);

} // namespace qitu::exchange

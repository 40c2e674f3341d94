// A table as rows of texts with its heads found: from a CSV, a workbook, or a layer without geometry.
#pragma once

#include "encoding/encoding.h"
#include "open/opened.h"

#include <qitu/data/reader/reader.h>
#include <qitu/data/reader/table_file.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::reader {

/// Columns by what they are for; -1 for none.
struct Roles {
    int wkt = -1, x = -1, y = -1, project = -1, parcel = -1, ring = -1, point = -1;
    [[nodiscard]] bool shapes() const { return wkt >= 0 || (x >= 0 && y >= 0); }
};

struct Grid {
    std::string name;               // of the layer that is made of it
    std::vector<std::string> heads; // one for each column
    std::vector<Record> rows;       // below the heads, none blank, each as wide as the heads
    Roles roles;
    std::vector<std::string> notes; // what stands above the heads, what nobody sees
    Encoding encoding;              // of a CSV
};

/// True by the ending: CSV, TSV, TXT (of tables) and workbooks are read by us, not by GDAL, so that heads may stand below a
/// title and be several rows deep.
bool is_sheet(const std::filesystem::path &file);

/// As read_sheets, but in this process: what reads in a cage is in one already.
std::vector<Sheet> sheets_in(const std::filesystem::path &file);

/// Reads the sheet that has shapes, or the one named. `file` is the user's, `from` what is read. Throws Error (unreadable)
/// where several have, or none can be read.
Grid read_grid(const std::filesystem::path &file, const std::filesystem::path &from,
               const OpenOptions &options);

/// A layer that GDAL has opened; its first row is the heads.
Grid grid_of(OGRLayer &layer, const Decoder &decoder, const OpenOptions &options);

/// Roles by the names of the columns, and by OpenOptions::points. Throws Error (usage) for a column that is not there.
Roles roles_of(const std::vector<std::string> &heads, const std::filesystem::path &file,
               const OpenOptions &options);

} // namespace qitu::reader

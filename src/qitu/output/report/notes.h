// What counts: the definitions that workbook and page explain themselves with.
#pragma once

#include <qitu/output/report/report.h>

#include <string>
#include <vector>

namespace qitu::report {

struct Note {
    std::string term;
    std::string meaning;
};

std::vector<Note> notes_of(const Figures &figures); // method, units, sources, how overlaps and stages count

/// Source files by layer: "high_standard_farmland: a.shp (120 features)".
std::vector<Note> source_notes(const Figures &figures, const catalogue::Catalogue &catalogue);

} // namespace qitu::report

// The elements of WordprocessingML that a report is written in.
#pragma once

#include "metafile.h"

#include <qitu/output/report/document.h>

#include <pugixml.hpp>

#include <string>

namespace qitu::docx {

/// Every function puts what it makes before a paragraph of the template.
void put_paragraph(pugi::xml_node before, const std::string &style, const std::string &text);
/// The same style and font as the paragraph itself.
void put_like(pugi::xml_node before, const std::string &text);
/// Title, unit, table and note; in columns that fill `width` (twentieths of a point) by what they hold.
void put_table(pugi::xml_node before, const report::Grid &grid, const std::string &title, int width);
/// The picture with this relation.
void put_picture(pugi::xml_node before, const Metafile &picture, const std::string &relation,
                 const std::string &description);

/// All text of a paragraph; and the same with another text, in the font of its first run.
std::string text_of(pugi::xml_node paragraph);
void set_text(pugi::xml_node paragraph, const std::string &text);

} // namespace qitu::docx

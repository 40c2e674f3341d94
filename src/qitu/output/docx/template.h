// The parts of the template that qitu brings (template/*.xml, embedded).
#pragma once

#include <string_view>

namespace qitu::docx {

extern const std::string_view content_types_xml;
extern const std::string_view package_rels_xml;
extern const std::string_view document_xml;
extern const std::string_view document_rels_xml;
extern const std::string_view styles_xml;
extern const std::string_view numbering_xml;
extern const std::string_view footer_xml;

} // namespace qitu::docx

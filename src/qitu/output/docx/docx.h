// The report in Word, made from a template that a bureau can change.
#pragma once

#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/report/report.h>

#include <filesystem>
#include <vector>

namespace qitu::docx {

/// What the map is drawn from: banners coloured by progress, or what lies in the one banner of the report.
struct Pictures {
    const std::vector<workspace::Boundary> &banners;
    const std::vector<workspace::Boundary> &leagues;
    const map::Drawing &drawing;
};

/// Fills a template: what stands in {{ }} is replaced by the part of the report that it names, in either language:
/// {{title}}, {{table ledger}} … A part that the report does not have leaves nothing. Without a template the
/// one that qitu brings. The same bytes for the same figures. Throws Error (refused) when a name is not known or the file
/// cannot be written, Error (unreadable) when the template is not a Word document.
void write_report(const std::filesystem::path &file, const report::Edition &edition, const Pictures &pictures,
                  const std::filesystem::path &templated = {});

/// The template that qitu brings, with the names in the language in use, to be changed.
void write_template(const std::filesystem::path &file);

} // namespace qitu::docx

// qitu template
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

#include <string>

namespace qitu::commands {

/// Writes an empty file of a layer, to be filled in by those who deliver: .xlsx, .shp or .gpkg;
/// or, of "report", the template that the report in Word is made from.
struct TemplateCommand {
    std::string layer, file;
    bool overwrite = false;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands

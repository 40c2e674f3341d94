#include <qitu/app/commands/template_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/output/docx/docx.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/xlsx/xlsx.h>

#include <filesystem>

namespace qitu::commands {

namespace {

void refuse_there(const TemplateCommand &command) {
    if (!command.overwrite && std::filesystem::exists(command.file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", command.file));
    workspace::refuse_workspace(command.file);
}

Outcome write_report_template(const TemplateCommand &command) {
    if (folded(std::filesystem::path(command.file).extension().string()) != ".docx")
        throw Error(ErrorKind::usage, say("{}: the template of the report is a .docx.", command.file));
    refuse_there(command);
    docx::write_template(command.file);
    Outcome outcome;
    outcome.tell(say("{}: change it in a word processor. What stands in {} is filled in by name.",
                     command.file, "{{ }}"));
    return outcome;
}

} // namespace

Outcome TemplateCommand::run(Context &context) const {
    if (layer == "report" || layer == "报告")
        return write_report_template(*this);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &of = catalogue.layer(layer);
    const std::string ending = folded(std::filesystem::path(file).extension().string());
    refuse_there(*this);
    if (ending == ".xlsx")
        xlsx::write_template(file, of);
    else if (ending == ".shp" || ending == ".gpkg")
        exchange::write_empty_layer(file, catalogue, of, boundaries::shipped_banners(catalogue.directory()),
                                    overwrite);
    else
        throw Error(
            ErrorKind::usage,
            say("{}: a template cannot be written as {}. It can be .xlsx, .shp or .gpkg.", file, ending));
    Outcome outcome;
    outcome.tell(say("{}: an empty {}, to be filled in and imported.", file, of.names.in(language_in_use())));
    return outcome;
}

} // namespace qitu::commands

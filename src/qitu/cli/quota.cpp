#include "options.h"

namespace qitu::cli {

namespace {

struct Import {
    std::string workspace;
    std::string file;
};

void run(const Import &import, Context &context) {
    const std::vector<store::Quota> quotas = quota::read_quotas(import.file, context.catalogue());
    store::Workspace workspace = store::Workspace::open(import.workspace);
    workspace.sign("qitu quota import", std::filesystem::path(import.file).filename().string());
    workspace.transaction([&] {
        for (const store::Quota &quota : quotas)
            workspace.set_quota(quota);
    });
    tell(say("{}: {} quotas taken in from {}.", import.workspace, quotas.size(), import.file));
}

struct Show {
    std::string workspace;
    std::string file = "-";
};

std::string name_of(const catalogue::Catalogue &catalogue, const std::string &admin) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(admin);
    return unit != nullptr ? unit->names.in(language_in_use()) : "";
}

void run(const Show &show, Context &context) {
    const store::Workspace workspace = store::Workspace::open(show.workspace, true);
    const bool chinese = language_in_use() == Language::zh;
    report::Table table{{translated("Indicator"), translated("Code"), translated("Name"), translated("Year"),
                         translated("Quota"), translated("Unit"), translated("Source"),
                         translated("Illustrative")},
                        {false, false, false, true, true, false, false, false},
                        {}};
    for (const store::Quota &quota : workspace.quotas())
        table.cells.push_back({quota.indicator, quota.admin, name_of(context.catalogue(), quota.admin),
                               quota.year == 0 ? "" : fmt::format("{}", quota.year),
                               fmt::format("{}", quota.value), std::string(unit_name(quota.unit, chinese)),
                               quota.source, quota.illustrative ? translated("yes") : ""});
    put_out(show.file, [&](std::ostream &out) { report::print(out, table); });
}

void add_quota_import(CLI::App &quota, Context &context) {
    const auto import = std::make_shared<Import>();
    CLI::App *command = quota.add_subcommand(
        "import",
        translated(
            "Takes a table of quotas in, all of it or nothing: indicator, admin unit (code or name), year, "
            "value, unit, source. A quota of the same indicator, unit and year is replaced."));
    command->add_option("WORKSPACE", import->workspace, translated("Workspace made by \"qitu init\""))
        ->required();
    command->add_option("FILE", import->file, translated("CSV in UTF-8 or GB18030"))->required();
    command->callback([import, &context] { run(*import, context); });
}

void add_quota_show(CLI::App &quota, Context &context) {
    const auto show = std::make_shared<Show>();
    CLI::App *command = quota.add_subcommand("show", translated("Lists the quotas of the workspace."));
    command->add_option("WORKSPACE", show->workspace, translated("Workspace made by \"qitu init\""))
        ->required();
    command->add_option("-o,--output", show->file, translated("File to write; - is standard output"))
        ->type_name("FILE")
        ->capture_default_str()
        ->group(translated("Output"));
    command->callback([show, &context] { run(*show, context); });
}

} // namespace

void add_quota(CLI::App &app, Context &context) {
    CLI::App *command = app.add_subcommand(
        "quota", translated("Quotas of leagues and banners: takes a table in, lists what is there."));
    command->group(translated("Work"));
    command->require_subcommand(1);
    add_quota_import(*command, context);
    add_quota_show(*command, context);
}

} // namespace qitu::cli

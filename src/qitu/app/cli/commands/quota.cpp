#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

// ---------------------------------------------------------------- import

struct Import {
    std::string workspace;
    std::string file;
    indicators::QuotaDefaults defaults;
    bool dry_run = false;
};

void run(const Import &import, Context &context) {
    const indicators::QuotaFile read =
        indicators::read_quota_file(import.file, context.catalogue(), import.defaults);
    for (const std::string &note : read.notes)
        tell(note);
    if (import.dry_run)
        return tell(say("{}: {} quotas could be taken in from {}.", import.workspace, read.quotas.size(),
                        import.file));
    workspace::Workspace workspace = workspace::Workspace::open(import.workspace);
    workspace.sign("qitu quota import", std::filesystem::path(import.file).filename().string());
    workspace.transaction([&] {
        for (const workspace::Quota &quota : read.quotas)
            workspace.set_quota(quota);
    });
    tell(say("{}: {} quotas taken in from {}.", import.workspace, read.quotas.size(), import.file));
}

void add_quota_import(CLI::App &quota, Context &context) {
    const auto import = std::make_shared<Import>();
    CLI::App *command = quota.add_subcommand(
        "import",
        translated(
            "Takes a table of quotas in, all of it or nothing: a line for each quota, or a line for each "
            "admin "
            "unit (code, name or short name) with an indicator to a column. Titles, lines of units and heads "
            "two lines deep are understood; a total (合计) is checked against its parts. A quota of the same "
            "indicator, unit and year is replaced, and its history kept."));
    add_workspace(*command, import->workspace);
    command->add_option("FILE", import->file, translated("CSV in UTF-8 or GB18030, XLSX, XLS or ODS"))
        ->required();
    const std::string group = translated("What the table does not say");
    command->add_option("--indicator", import->defaults.indicator, translated("Indicator, by id or name"))
        ->type_name("INDICATOR")
        ->group(group);
    command->add_option("--year", import->defaults.year, translated("Year"))->type_name("YEAR")->group(group);
    command->add_option("--unit", import->defaults.unit, translated("Unit: 万亩, 亩, 公顷 …"))
        ->type_name("NAME")
        ->group(group);
    command->add_option("--source", import->defaults.source, translated("Document that sets the quotas"))
        ->type_name("TEXT")
        ->group(group);
    command
        ->add_option("--letter", import->defaults.letter, translated("Letter by which they were handed on"))
        ->type_name("TEXT")
        ->group(group);
    command->add_flag("--dry-run", import->dry_run, translated("Only say how the table is understood"));
    command->callback([import, &context] { run(*import, context); });
}

// ---------------------------------------------------------------- set

struct Set {
    std::string workspace, indicator, admin, value;
    std::string unit, source, clause, letter;
    int year = 0;
    bool no_year = false;
    bool illustrative = false;
    bool withdraw = false;
};

double number_of(const std::string &text) {
    double number = 0;
    if (!parse_number(text, number) || number < 0)
        throw Error(ErrorKind::usage, say("\"{}\" is no quota. A number of 0 or more is expected.", text));
    return number;
}

void withdraw(const Set &set, const workspace::Quota &quota) {
    workspace::Workspace workspace = workspace::Workspace::open(set.workspace);
    bool withdrawn = false;
    workspace.transaction(
        [&] { withdrawn = workspace.withdraw_quota(quota.indicator, quota.admin, quota.year); });
    if (!withdrawn)
        throw Error(ErrorKind::refused, say("{}: there is no quota of {} for {} in {}.", set.workspace,
                                            quota.indicator, quota.admin, quota.year));
    tell(say("{}: the quota of {} for {} is withdrawn.", set.workspace, quota.indicator, quota.admin));
}

void run(const Set &set, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &indicator = catalogue.indicator(set.indicator);
    workspace::Quota quota;
    quota.indicator = indicator.id;
    quota.admin = catalogue.admin(set.admin).code;
    quota.year = set.no_year ? 0 : year_of(set.year, catalogue);
    if (set.withdraw)
        return withdraw(set, quota);
    quota.value = number_of(set.value);
    quota.unit = set.unit.empty() ? indicator.unit : unit_from(set.unit);
    indicators::require_fit(quota.unit, indicator);
    quota.source = set.source;
    quota.clause = set.clause;
    quota.letter = set.letter;
    quota.illustrative = set.illustrative;
    workspace::Workspace workspace = workspace::Workspace::open(set.workspace);
    workspace.transaction([&] { workspace.set_quota(quota); });
    tell(say("{}: the quota of {} for {} is {} {}.", set.workspace, quota.indicator, quota.admin, quota.value,
             unit_name(quota.unit, language_in_use() == Language::zh)));
}

void add_quota_set(CLI::App &quota, Context &context) {
    const auto set = std::make_shared<Set>();
    CLI::App *command = quota.add_subcommand(
        "set", translated("Sets one quota, or withdraws it. What it was before stays in its history."));
    add_workspace(*command, set->workspace);
    command->add_option("INDICATOR", set->indicator, translated("Indicator, by id or name"))->required();
    command->add_option("ADMIN", set->admin, translated("League or banner, by code or name"))->required();
    CLI::Option *value = command->add_option("VALUE", set->value, translated("The quota"));
    command->add_option("--unit", set->unit, translated("Its unit; the indicator's if not given"))
        ->type_name("NAME");
    add_year_option(*command, set->year);
    command->add_flag("--no-year", set->no_year, translated("Of no year: a long-run target"));
    command->add_option("--source", set->source, translated("Document that sets it"))->type_name("TEXT");
    command->add_option("--clause", set->clause, translated("Clause of the document"))->type_name("TEXT");
    command->add_option("--letter", set->letter, translated("Letter by which it was handed on"))
        ->type_name("TEXT");
    command->add_flag("--illustrative", set->illustrative, translated("It is no official quota"));
    command->add_flag("--withdraw", set->withdraw, translated("Withdraw it instead"))->excludes(value);
    command->callback([set, &context] { run(*set, context); });
}

// ---------------------------------------------------------------- show

struct Show {
    std::string workspace;
    std::string indicator;
    std::string admin;
    bool history = false;
    Output output;
};

// The last version of each, unless it was withdrawn.
std::vector<workspace::QuotaVersion> standing(std::vector<workspace::QuotaVersion> versions) {
    std::vector<workspace::QuotaVersion> result;
    const auto same = [](const workspace::Quota &a, const workspace::Quota &b) {
        return a.indicator == b.indicator && a.admin == b.admin && a.year == b.year;
    };
    for (std::size_t i = 0; i < versions.size(); ++i)
        if ((i + 1 == versions.size() || !same(versions[i].quota, versions[i + 1].quota)) &&
            !versions[i].withdrawn)
            result.push_back(std::move(versions[i]));
    return result;
}

void run(const Show &show, Context &context) {
    const report::Format format = show.output.chosen();
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::string indicator = show.indicator.empty() ? "" : catalogue.indicator(show.indicator).id;
    const std::string admin = show.admin.empty() ? "" : catalogue.admin(show.admin).code;
    const workspace::Workspace workspace = workspace::Workspace::open(show.workspace, true);
    std::vector<workspace::QuotaVersion> versions = workspace.quota_versions();
    std::erase_if(versions, [&](const workspace::QuotaVersion &version) {
        return (!indicator.empty() && version.quota.indicator != indicator) ||
               (!admin.empty() && version.quota.admin != admin);
    });
    if (!show.history)
        versions = standing(std::move(versions));
    put_out(show.output.file,
            [&](std::ostream &out) { report::print(out, versions, show.history, catalogue, format); });
}

void add_quota_show(CLI::App &quota, Context &context) {
    const auto show = std::make_shared<Show>();
    CLI::App *command = quota.add_subcommand("show", translated("Lists the quotas of the workspace."));
    add_workspace(*command, show->workspace);
    command->add_option("--indicator", show->indicator, translated("Only of this indicator"))
        ->type_name("INDICATOR");
    command->add_option("--admin", show->admin, translated("Only of this league or banner"))
        ->type_name("ADMIN");
    command->add_flag("--history", show->history, translated("Every version, with the time it was set"));
    add_output_options(*command, show->output);
    command->callback([show, &context] { run(*show, context); });
}

// ---------------------------------------------------------------- check

struct Check {
    std::string workspace;
    int year = 0;
    Output output;
};

void run(const Check &check, Context &context) {
    const report::Format format = check.output.chosen();
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace workspace = workspace::Workspace::open(check.workspace, true);
    const std::vector<indicators::QuotaFault> faults = [&] {
        ProgressBar bar;
        tabulate::Options options;
        options.progress = bar.progress();
        return indicators::check_quotas(workspace, catalogue, check.year, options);
    }();
    put_out(check.output.file, [&](std::ostream &out) { report::print(out, faults, catalogue, format); });
    if (!faults.empty())
        context.needs_attention();
}

void add_quota_check(CLI::App &quota, Context &context) {
    const auto check = std::make_shared<Check>();
    CLI::App *command = quota.add_subcommand(
        "check",
        translated("Holds the quotas against each other along the tree: what the units below have is "
                   "short of or over their parent's, units that have none, two for the same place, "
                   "unknown units and indicators, quotas of banners where nothing of the layer lies."));
    add_workspace(*command, check->workspace);
    command->add_option("--year", check->year, translated("Only of this year and of no year"))
        ->type_name("YEAR");
    add_output_options(*command, check->output);
    command->footer(translated("Status 1: there is something to look at."));
    command->callback([check, &context] { run(*check, context); });
}

// ---------------------------------------------------------------- allocate

struct Allocate {
    std::string workspace, indicator, parent, weight, letter;
    int year = 0;
    int decimals = 2;
    bool dry_run = false;
    Output output;
};

void run(const Allocate &allocate, Context &context) {
    const report::Format format = allocate.output.chosen();
    const catalogue::Catalogue &catalogue = context.catalogue();
    workspace::Workspace workspace = workspace::Workspace::open(allocate.workspace, allocate.dry_run);
    ProgressBar bar;
    tabulate::Options options;
    options.progress = bar.progress();
    std::vector<workspace::Quota> parts = indicators::allocate(
        workspace, catalogue, catalogue.indicator(allocate.indicator), catalogue.admin(allocate.parent),
        year_of(allocate.year, catalogue), catalogue.layer(allocate.weight), allocate.decimals, options);
    report::Table table{{translated("Code"), translated("Name"), translated("Quota"), translated("Unit")},
                        {false, false, true, false},
                        {}};
    for (workspace::Quota &part : parts) {
        part.letter = allocate.letter.empty() ? part.letter : allocate.letter;
        table.cells.push_back({part.admin, catalogue.admin(part.admin).names.in(language_in_use()),
                               fmt::format("{}", part.value),
                               std::string(unit_name(part.unit, language_in_use() == Language::zh))});
    }
    put_out(allocate.output.file, [&](std::ostream &out) {
        print_listing(out, table, {"admin", "name", "quota", "unit"}, format);
    });
    if (!allocate.dry_run)
        workspace.transaction([&] {
            for (const workspace::Quota &part : parts)
                workspace.set_quota(part);
        });
}

void add_quota_allocate(CLI::App &quota, Context &context) {
    const auto allocate = std::make_shared<Allocate>();
    CLI::App *command = quota.add_subcommand(
        "allocate",
        translated("Shares the quota of the region or a league out among the units below by the net "
                   "area of a layer in them; rounded, the parts still add up (largest remainder)."));
    add_workspace(*command, allocate->workspace);
    command->add_option("INDICATOR", allocate->indicator, translated("Indicator, by id or name"))->required();
    command->add_option("PARENT", allocate->parent, translated("Region or league, by code or name"))
        ->type_name("ADMIN")
        ->required();
    command->add_option("--by-layer", allocate->weight, translated("Layer of polygons to share out by"))
        ->type_name("LAYER")
        ->required();
    add_year_option(*command, allocate->year);
    command->add_option("--decimals", allocate->decimals, translated("Places after the point"))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--letter", allocate->letter, translated("Letter by which the parts are handed on"))
        ->type_name("TEXT");
    command->add_flag("--dry-run", allocate->dry_run, translated("Only show them"));
    add_output_options(*command, allocate->output);
    command->callback([allocate, &context] { run(*allocate, context); });
}

} // namespace

void add_quota(CLI::App &app, Context &context) {
    CLI::App *command = app.add_subcommand(
        "quota",
        translated("Quotas of the region, leagues and banners: takes tables in, sets, shows, checks and "
                   "shares them out."));
    command->group(translated("Work"));
    command->require_subcommand(1);
    add_quota_import(*command, context);
    add_quota_set(*command, context);
    add_quota_show(*command, context);
    add_quota_check(*command, context);
    add_quota_allocate(*command, context);
}

} // namespace qitu::cli

#include "options.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string note;
    bool list = false;
    Engine engine;
    Output output;
};

void print_seals(const Arguments &arguments) {
    const report::Format format = arguments.output.chosen();
    const workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace, true);
    report::Table table{{translated("Seal"), translated("Time"), translated("Who"), translated("Hash"),
                         translated("Records"), translated("Note")},
                        {true, false, false, false, true, false},
                        {}};
    for (const workspace::Seal &seal : workspace.seals())
        table.cells.push_back(
            {fmt::format("{}", seal.id),
             format == report::Format::table ? workspace::time_text(seal.at) : workspace::utc_text(seal.at),
             seal.who, format == report::Format::table ? seal.short_hash() : seal.hash,
             fmt::format("{}", seal.record), seal.note});
    put_out(arguments.output.file, [&](std::ostream &out) {
        print_listing(out, table, {"seal", "time", "who", "hash", "records", "note"}, format);
    });
}

void run(const Arguments &arguments, Context &context) {
    if (arguments.list)
        return print_seals(arguments);
    const report::Format format = arguments.output.chosen();
    workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace);
    workspace.sign("qitu seal", arguments.note);
    const workspace::Seal seal = [&] {
        ProgressBar bar;
        return audit::seal(workspace, context.catalogue(), arguments.note, arguments.engine.options(bar));
    }();
    put_out(arguments.output.file, [&](std::ostream &out) {
        if (format == report::Format::table)
            out << seal.hash << '\n';
        else
            print_listing(out, {{}, {false, true}, {{seal.hash, fmt::format("{}", seal.record)}}},
                          {"hash", "records"}, format);
    });
    tell(say("{}: sealed as {}, {} records closed. Write the hash on what you hand in.", arguments.workspace,
             seal.short_hash(), seal.record));
}

struct Verify {
    std::string workspace;
    std::string hash;
};

void expect_hash(const std::vector<workspace::Seal> &seals, const Verify &verify) {
    if (verify.hash.empty())
        return;
    for (const workspace::Seal &seal : seals)
        if (seal.hash.starts_with(verify.hash))
            return;
    throw Error(ErrorKind::refused,
                say("{}: no seal has a hash that begins with {}: this is not the workspace that the "
                    "paper was made from, or its seal was taken away.",
                    verify.workspace, verify.hash));
}

void run(const Verify &verify, Context &context) {
    const workspace::Workspace workspace = workspace::Workspace::open(verify.workspace, true);
    const std::vector<workspace::Seal> seals = workspace.seals();
    const workspace::Verification found = [&] {
        const ProgressBar bar;
        return workspace.verify();
    }();
    std::vector<Found> broken;
    for (const std::string &what : found.broken)
        broken.push_back({translated("not as sealed"), what});
    tell_findings(broken);
    if (!broken.empty())
        throw Error(ErrorKind::refused, say("{}: is not as it was sealed.", verify.workspace));
    expect_hash(seals, verify);
    if (seals.empty()) {
        tell(say("{}: has no seal, so nothing can be verified. \"qitu seal\" makes one.", verify.workspace));
        context.needs_attention();
        return;
    }
    tell(say("{}: as sealed: {} seals, {} records, {} rows. {} changes since {}, all on record.",
             verify.workspace, found.seals, found.records, found.rows, seals.back().changes_since,
             seals.back().short_hash()));
}

} // namespace

void add_seal(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "seal",
        translated(
            "Closes the workspace's state: a hash over every record and row, the totals of the day and "
            "the seal before. Prints the hash, by which a report can be traced to its data."));
    command->group(translated("Record"));
    add_workspace(*command, arguments->workspace);
    command->add_option("--note", arguments->note, translated("What the state is: \"year-end 2026\""))
        ->type_name("TEXT")
        ->group(translated("Seal"));
    command->add_flag("--list", arguments->list, translated("List the seals, make none"))
        ->group(translated("Seal"));
    add_engine_options(*command, arguments->engine);
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

void add_verify(CLI::App &app, Context &context) {
    const auto verify = std::make_shared<Verify>();
    CLI::App *command = app.add_subcommand(
        "verify",
        translated("Finds what is not as it was sealed: a seal, a record or a row that was changed, removed "
                   "or inserted since, the first of each kind. Changes that are on record are no fault."));
    command->group(translated("Record"));
    command->footer(translated("Status 1: there is no seal. Status 4: something is not as it was sealed."));
    add_workspace(*command, verify->workspace);
    command->add_option("HASH", verify->hash,
                        translated("Hash on a report, or its first digits: the seal must be there"));
    command->callback([verify, &context] { run(*verify, context); });
}

} // namespace qitu::cli

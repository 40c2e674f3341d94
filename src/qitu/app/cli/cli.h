// cli: the command `qitu`. One file per command in commands/: it declares the options, runs the object of
// app/commands, and prints the outcome.
#pragma once

#include "declare.h"

#include <qitu/app/commands/context.h>

namespace qitu::cli {

/// Exit status of the command, fixed by docs: others script against it.
enum class Status { done = 0, findings = 1, usage = 2, unreadable = 3, refused = 4 };

/// The status that the command ends with after such an error.
Status status_of(ErrorKind kind);

/// One run of the command.
struct Session {
    commands::Context context;
    Status status = Status::done; // to end with
    std::string title;            // of what is printed: the command without its options
};

/// Folder of the translations that belong to this executable.
std::filesystem::path locale_dir();

void add_area(const Command &app, Session &session);
void add_advance(const Command &app, Session &session);
void add_doctor(const Command &app, Session &session);
void add_deliveries(const Command &app, Session &session);
void add_coverage(const Command &app, Session &session);
void add_diff(const Command &app, Session &session);
void add_balance(const Command &app, Session &session);
void add_explain(const Command &app, Session &session);
void add_check(const Command &app, Session &session);
void add_compare(const Command &app, Session &session);
void add_complete(const Command &app, Session &session); // not listed: what shells ask
void add_export(const Command &app, Session &session);
void add_history(const Command &app, Session &session);
void add_import(const Command &app, Session &session);
void add_init(const Command &app, Session &session);
void add_layers(const Command &app, Session &session);
void add_manual(const Command &app, Session &session); // not listed: written by the build
void add_copy(const Command &app, Session &session);
void add_league(const Command &app, Session &session);
void add_merge(const Command &app, Session &session);
void add_near(const Command &app, Session &session);
void add_overlaps(const Command &app, Session &session);
void add_overlay(const Command &app, Session &session);
void add_plan(const Command &app, Session &session);
void add_progress(const Command &app, Session &session);
void add_quota(const Command &app, Session &session);
void add_report(const Command &app, Session &session);
void add_review(const Command &app, Session &session);
void add_sample(const Command &app, Session &session);
void add_seal(const Command &app, Session &session);
void add_serve(const Command &app, Session &session);
void add_sql(const Command &app, Session &session);
void add_tabulate(const Command &app, Session &session);
void add_template(const Command &app, Session &session);
void add_total(const Command &app, Session &session);
void add_user(const Command &app, Session &session);
void add_verify(const Command &app, Session &session);

} // namespace qitu::cli

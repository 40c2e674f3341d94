// Brings a fork's changes in: each row by its state when the fork left, here and there.
#include "fork_check.h"
#include "fork_mark.h"
#include "rejected.h"
#include "rows.h"
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/fork.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

std::string who_of(const Record &record) {
    return record.change == 0 ? say("another program") : record.who + ", " + record.program;
}

std::vector<MergeResult::Count> counts_of(const std::vector<Record> &records) {
    std::map<std::pair<std::string, std::string>, MergeResult::Count> counts;
    for (const Record &record : records) {
        MergeResult::Count &count = counts[{who_of(record), record.table}];
        ++(record.operation == Operation::insert   ? count.added
           : record.operation == Operation::update ? count.changed
                                                   : count.removed);
    }
    std::vector<MergeResult::Count> result;
    for (auto &[key, count] : counts) {
        std::tie(count.who, count.table) = key;
        result.push_back(std::move(count));
    }
    return result;
}

/// Who has changed each row last.
class Hands {
  public:
    explicit Hands(const std::vector<Record> &records) {
        for (const Record &record : records)
            last_[{record.table, record.row}] = {record.id, who_of(record) + ", " + time_text(record.at)};
    }
    [[nodiscard]] std::string last(const RowChange &change) const { return of(change.table, change.row).who; }
    [[nodiscard]] std::int64_t last_record(const ForkChange &change) const {
        return of(change.table, change.row).record;
    }

  private:
    struct Hand {
        std::int64_t record = 0;
        std::string who = {};
    };
    [[nodiscard]] Hand of(const std::string &table, std::int64_t row) const {
        const auto found = last_.find({table, row});
        return found != last_.end() ? found->second : Hand();
    }

    std::map<ForkRow, Hand> last_;
};

[[noreturn]] void no_fork(const std::string &fork, const std::string &ours) {
    throw Error(ErrorKind::refused,
                say("{}: is not a fork of {}, or the workspace is no longer what it was when the fork was "
                    "made. Merge a file that \"qitu export --banner\" wrote from this workspace.",
                    fork, ours));
}

// What is to be done to a row of ours.
struct Step {
    std::string table;
    std::int64_t row = 0; // theirs, and ours unless it is new
    bool fresh = false;
    RowState state;
};

// Both sides' changes of a row in one; where they cannot be, whose side wins.
struct Combined {
    RowState with_ours, with_theirs;
    std::vector<std::string> columns = {}; // in conflict
    bool conflict = false;
    bool both = false; // both sides have changed it
};

bool is_own_import(const std::string &table) {
    return table == "qitu_import";
}

std::size_t place_in(const std::vector<std::string> &columns, const char *name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

/// The feature that a review names.
ForkRow feature_of_review(const std::vector<Cell> &review, const std::vector<std::string> &columns) {
    const auto *feature = std::get_if<std::int64_t>(&review[place_in(columns, "feature")]);
    return {text_of(review[place_in(columns, "layer")]), feature == nullptr ? 0 : *feature};
}

class Merge {
  public:
    Merge(const sqlite::Database &ours, const MergeOptions &options, MergeResult &result,
          const Hands &our_hands, const Hands &their_hands)
        : replay_(ours), options_(options), result_(result), our_hands_(our_hands),
          their_hands_(their_hands) {}

    void resolve(const RowChange &theirs) {
        const RowState ours = theirs.before ? replay_.present(theirs.table, theirs.row) : RowState();
        if (theirs.before && ours == theirs.after)
            return; // both did the same
        const Combined both = combined(theirs, ours);
        if (is_own_import(theirs.table)) // comes with its features
            return add(theirs, both.with_theirs);
        ForkChange change{theirs.table,
                          theirs.row,
                          theirs.before,
                          ours,
                          theirs.after,
                          our_hands_.last(theirs),
                          their_hands_.last(theirs),
                          both.conflict,
                          both.columns,
                          decider_of(theirs)};
        deciders_.insert(change.decided_with);
        if (options_.list)
            result_.changes.push_back(change);
        if (both.conflict)
            result_.conflicts.push_back(change);
        decide(theirs, std::move(change), both);
    }
    [[nodiscard]] const std::vector<Step> &steps() const { return steps_; }
    [[nodiscard]] const std::vector<Rejected> &rejected() const { return rejected_; }
    /// All that is decided by itself.
    [[nodiscard]] const std::set<ForkRow> &deciders() const { return deciders_; }

  private:
    void add(const RowChange &theirs, const RowState &state) {
        steps_.push_back({theirs.table, theirs.row, !theirs.before, state});
    }

    Combined combined(const RowChange &theirs, const RowState &ours) {
        if (!theirs.before || ours == theirs.before)
            return {theirs.after, theirs.after};
        if (!ours || !theirs.after)
            return {ours, theirs.after, {}, true, true};
        Combined result{ours, ours, {}, false, true};
        const std::vector<std::string> &names = replay_.columns(theirs.table);
        for (std::size_t i = 0; i < ours->size(); ++i) {
            const Cell &base = (*theirs.before)[i];
            const Cell &changed = (*theirs.after)[i];
            if (changed == base || changed == (*ours)[i])
                continue;
            (*result.with_theirs)[i] = changed;
            if ((*ours)[i] == base)
                (*result.with_ours)[i] = changed;
            else
                result.columns.push_back(names[i]);
        }
        result.conflict = !result.columns.empty();
        return result;
    }

    // Reviews come after the features that they name.
    ForkRow decider_of(const RowChange &theirs) {
        ForkRow itself{theirs.table, theirs.row};
        if (theirs.table != "qitu_review")
            return itself;
        const ForkRow feature =
            feature_of_review(theirs.after ? *theirs.after : *theirs.before, replay_.columns(theirs.table));
        return deciders_.contains(feature) ? feature : itself;
    }

    static bool is_decider(const ForkChange &change) {
        return change.decided_with == ForkRow(change.table, change.row);
    }

    void decide(const RowChange &theirs, ForkChange change, const Combined &both) {
        if (const auto found = options_.rejected.find(change.decided_with);
            found != options_.rejected.end()) {
            result_.rejected += is_decider(change) ? 1 : 0;
            rejected_.push_back({std::move(change), found->second});
            return;
        }
        if (options_.each_decided && !options_.rows.contains(change.decided_with)) {
            result_.undecided += is_decider(change) ? 1 : 0;
            return;
        }
        if (std::string reason = options_.against ? options_.against(change) : std::string(); !reason.empty())
            return result_.refused.push_back({{change.table, change.row}, std::move(reason)});
        refuse_unseen(change);
        take(theirs, change, both);
    }

    void refuse_unseen(const ForkChange &change) const {
        if (options_.listed && our_hands_.last_record(change) > *options_.listed)
            throw Error(ErrorKind::refused,
                        say("{} {} was changed here since the changes were looked at: {}. Nothing was "
                            "written: look at them again.",
                            change.table, change.row, change.ours_by));
    }

    void take(const RowChange &theirs, const ForkChange &change, const Combined &both) {
        const Side side = both.conflict ? side_of(change) : Side::theirs;
        if (side == Side::none) {
            ++result_.unresolved;
            return;
        }
        if (both.both && !both.conflict)
            ++result_.combined;
        const RowState &state = side == Side::theirs ? both.with_theirs : both.with_ours;
        if (!both.conflict || state != change.ours)
            add(theirs, state);
    }

    [[nodiscard]] Side side_of(const ForkChange &change) const {
        for (const ForkRow &row : {ForkRow{change.table, change.row}, change.decided_with})
            if (const auto chosen = options_.rows.find(row); chosen != options_.rows.end())
                return chosen->second;
        return options_.all;
    }

    Replay replay_;
    const MergeOptions &options_;
    MergeResult &result_;
    const Hands &our_hands_, &their_hands_;
    std::vector<Step> steps_;
    std::vector<Rejected> rejected_;
    std::set<ForkRow> deciders_;
};

// Reviews name features by table and id, and those of added features must follow them.
void follow_feature(Step &step, const std::vector<std::string> &columns, const MergeResult &result) {
    if (step.table != "qitu_review" || !step.state)
        return;
    const auto &[table, feature] = feature_of_review(*step.state, columns);
    const auto layer = result.renumbered.find(table);
    if (layer == result.renumbered.end())
        return;
    if (const auto ours = layer->second.find(feature); ours != layer->second.end())
        (*step.state)[place_in(columns, "feature")] = ours->second;
}

void write(const sqlite::Database &database, Step step, MergeResult &result) {
    if (!step.fresh) {
        write_row(database, step.table, step.row, step.state);
    } else {
        follow_feature(step, columns_of(database, step.table), result);
        const std::optional<std::int64_t> row = insert_row(database, step.table, *step.state);
        if (!row)
            throw Error(ErrorKind::refused,
                        say("{}: {} {} was added on both sides. Remove one of them and merge again.",
                            database.file().string(), step.table, step.row));
        result.renumbered[step.table][step.row] = *row;
    }
    ++result.applied;
}

void refuse_other_columns(const Workspace &theirs, const Workspace &ours, const std::string &table) {
    if (columns(theirs, table) != columns(ours, table))
        throw Error(
            ErrorKind::refused,
            say("{}: the fields of {} differ from those in {}. Update both to the same catalogue first.",
                theirs.file().string(), table, ours.file().string()));
}

// Seals, the project and what was rejected there are of the fork alone; versions of quotas are made anew by triggers when the quota
// comes.
bool stays_there(const std::string &table) {
    return table == "qitu_seal" || table == "qitu_project" || table == "qitu_quota_version" ||
           table == rejection_table;
}

// What both sides have done since the fork, but for the project, which is no data.
std::vector<Record> work_on(const Workspace &workspace, std::int64_t since) {
    std::vector<Record> records = history(workspace, {});
    std::erase_if(records,
                  [&](const Record &record) { return record.id <= since || record.table == "qitu_project"; });
    return records;
}

// -1 for what is no number of a record.
std::int64_t record_in(const std::string &text) {
    constexpr double most = 9e15;
    const double number = plain_number(text).value_or(-1);
    return number >= 0 && number < most ? static_cast<std::int64_t>(number) : -1;
}

// Features before the reviews that name them.
bool earlier(const RowChange &a, const RowChange &b) {
    return std::tuple(a.table.starts_with("qitu_"), a.table, a.row) <
           std::tuple(b.table.starts_with("qitu_"), b.table, b.row);
}

// What is not among the changes was decided about another file, or misspelt.
void refuse_unknown(const ForkRow &row, const std::set<ForkRow> &deciders) {
    if (!deciders.contains(row))
        throw Error(ErrorKind::refused,
                    say("{}:{} is not among the changes of the fork, or goes with its feature.", row.first,
                        row.second));
}

void refuse_unknown(const MergeOptions &options, const std::set<ForkRow> &deciders) {
    for (const auto &[row, reason] : options.rejected)
        refuse_unknown(row, deciders);
    if (options.each_decided)
        for (const auto &[row, side] : options.rows)
            refuse_unknown(row, deciders);
}

// An import of which nothing is taken did not happen here.
void write_all(Edit &edit, const Merge &merging, MergeResult &result) {
    const std::vector<Step> &steps = merging.steps();
    const bool takes_rows =
        result.rejected == 0 ||
        std::any_of(steps.begin(), steps.end(), [](const Step &step) { return !is_own_import(step.table); });
    for (const Step &step : steps)
        if (takes_rows)
            write(edit.database(), step, result);
    keep_rejected(edit.database(), result.fork, merging.rejected());
    edit.set_meta("merged_" + result.fork, time_stamp());
}

} // namespace

MergeResult merge(Workspace &workspace, const Change &change, const std::filesystem::path &fork,
                  const MergeOptions &options) {
    const Workspace theirs = Workspace::open(fork, true);
    MergeResult result;
    const auto work = [&](Edit &edit) {
        const sqlite::Database &database = edit.database();
        const std::string id = result.fork = theirs.meta(fork_id);
        result.record = last_record(database);
        if (id.empty() || theirs.meta("created") != workspace.meta("created"))
            no_fork(fork.string(), workspace.file().string());
        const std::int64_t left = record_in(theirs.meta(fork_record));
        if (left < 0 || mark_of_record(database, left) != theirs.meta(fork_mark))
            no_fork(fork.string(), workspace.file().string());
        if (!workspace.meta("merged_" + id).empty())
            throw Error(
                ErrorKind::refused,
                say("{}: was merged already. Export the banner again for further work.", fork.string()));
        const std::vector<Record> their_records = work_on(theirs, 0);
        const std::vector<Record> our_records = work_on(workspace, left);
        result.theirs = counts_of(their_records);
        result.ours = counts_of(our_records);
        std::vector<RowChange> their_changes = changes(theirs, {}, current_revision(theirs));
        std::erase_if(their_changes, [](const RowChange &row) { return stays_there(row.table); });
        refuse_other_tables(database_of(theirs), database, their_changes);
        refuse_false_records(database_of(theirs));
        refuse_unusable(database_of(theirs), their_changes);
        refuse_unrecorded(database_of(theirs), database, left);
        std::sort(their_changes.begin(), their_changes.end(), earlier);
        const Hands our_hands(our_records), their_hands(their_records);
        Merge merging(database, options, result, our_hands, their_hands);
        std::string table;
        for (const RowChange &row : their_changes) {
            if (row.table != table)
                refuse_other_columns(theirs, workspace, table = row.table);
            merging.resolve(row);
        }
        refuse_unknown(options, merging.deciders());
        if (!result.stopped() && !options.dry_run)
            write_all(edit, merging, result);
    };
    workspace.transaction(change, work);
    return result;
}

} // namespace qitu::workspace

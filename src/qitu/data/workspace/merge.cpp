// Brings a fork's changes in: each row by its state when the fork left, here and there.
#include "fork_check.h"
#include "fork_mark.h"
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

class Hands {
  public:
    explicit Hands(const std::vector<Record> &records) {
        for (const Record &record : records)
            last_[{record.table, record.row}] = who_of(record) + ", " + time_text(record.at);
    }
    [[nodiscard]] std::string last(const RowChange &change) const {
        const auto found = last_.find({change.table, change.row});
        return found != last_.end() ? found->second : std::string();
    }

  private:
    std::map<std::pair<std::string, std::int64_t>, std::string> last_;
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

class Merge {
  public:
    Merge(const sqlite::Database &ours, const MergeOptions &options, MergeResult &result,
          const Hands &our_hands, const Hands &their_hands)
        : replay_(ours), options_(options), result_(result), our_hands_(our_hands),
          their_hands_(their_hands) {}

    void resolve(const RowChange &theirs) {
        if (!theirs.before)
            return add({theirs.table, theirs.row, true, theirs.after});
        const RowState ours = replay_.present(theirs.table, theirs.row);
        if (ours == theirs.after)
            return; // both did the same
        if (ours == theirs.before)
            return add({theirs.table, theirs.row, false, theirs.after});
        if (!ours || !theirs.after)
            return conflict(theirs, ours, {}, theirs.after, ours);
        combine(theirs, *ours);
    }
    [[nodiscard]] const std::vector<Step> &steps() const { return steps_; }

  private:
    void add(Step step) { steps_.push_back(std::move(step)); }

    void combine(const RowChange &theirs, const std::vector<Cell> &ours) {
        std::vector<Cell> with_ours = ours, with_theirs = ours;
        std::vector<std::string> columns;
        const std::vector<std::string> &names = replay_.columns(theirs.table);
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const Cell &base = (*theirs.before)[i];
            const Cell &changed = (*theirs.after)[i];
            if (changed == base || changed == ours[i])
                continue;
            with_theirs[i] = changed;
            if (ours[i] == base)
                with_ours[i] = changed;
            else
                columns.push_back(names[i]);
        }
        if (!columns.empty())
            return conflict(theirs, ours, columns, with_theirs, with_ours);
        ++result_.combined;
        add({theirs.table, theirs.row, false, with_theirs});
    }

    void conflict(const RowChange &theirs, const RowState &ours, const std::vector<std::string> &columns,
                  const RowState &with_theirs, const RowState &with_ours) {
        result_.conflicts.push_back({theirs.table, theirs.row, columns, theirs.before, ours, theirs.after,
                                     our_hands_.last(theirs), their_hands_.last(theirs)});
        const auto chosen = options_.rows.find({theirs.table, theirs.row});
        const Side side = chosen != options_.rows.end() ? chosen->second : options_.all;
        if (side == Side::none)
            ++result_.unresolved;
        else if (const RowState &state = side == Side::theirs ? with_theirs : with_ours; state != ours)
            add({theirs.table, theirs.row, false, state});
    }

    Replay replay_;
    const MergeOptions &options_;
    MergeResult &result_;
    const Hands &our_hands_, &their_hands_;
    std::vector<Step> steps_;
};

// Reviews name features by table and id, and those of added features must follow them.
void follow_feature(Step &step, const std::vector<std::string> &columns, const MergeResult &result) {
    if (step.table != "qitu_review" || !step.state)
        return;
    const auto place = [&](const char *name) {
        return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
    };
    const auto layer = result.renumbered.find(text_of((*step.state)[place("layer")]));
    auto *feature = std::get_if<std::int64_t>(&(*step.state)[place("feature")]);
    if (layer == result.renumbered.end() || feature == nullptr)
        return;
    if (const auto ours = layer->second.find(*feature); ours != layer->second.end())
        *feature = ours->second;
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

// Seals and the project are of the fork alone; versions of quotas are made anew by triggers when the quota
// comes.
bool stays_there(const std::string &table) {
    return table == "qitu_seal" || table == "qitu_project" || table == "qitu_quota_version";
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

} // namespace

MergeResult merge(Workspace &workspace, const Change &change, const std::filesystem::path &fork,
                  const MergeOptions &options) {
    const Workspace theirs = Workspace::open(fork, true);
    MergeResult result;
    const auto work = [&](Edit &edit) {
        const sqlite::Database &database = edit.database();
        const std::string id = theirs.meta(fork_id);
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
        if (result.unresolved > 0 || options.dry_run)
            return;
        for (const Step &step : merging.steps())
            write(database, step, result);
        edit.set_meta("merged_" + id, time_stamp());
    };
    workspace.transaction(change, work);
    return result;
}

} // namespace qitu::workspace

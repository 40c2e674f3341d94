// A workspace with one layer, and other hands that edit it: SQLite as any editor has it.
#pragma once

#include "squares.h"
#include "support/folder.h"
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace recorded {

using namespace qitu;
using namespace qitu::workspace;
using squares::put;
using squares::square;

/// What any program that edits GeoPackages has: the functions that the index triggers call.
inline void register_st(sqlite3 *handle) {
    const auto zero = [](sqlite3_context *context, int, sqlite3_value **) { sqlite3_result_int(context, 0); };
    for (const char *name : {"ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"})
        sqlite3_create_function(handle, name, 1, SQLITE_UTF8, nullptr, zero, nullptr, nullptr);
}

/// Another program at the same file.
class Other {
  public:
    explicit Other(const std::filesystem::path &file, bool st = true) {
        REQUIRE(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK);
        if (st)
            register_st(handle_);
    }
    ~Other() { sqlite3_close(handle_); }
    Other(const Other &) = delete;
    Other &operator=(const Other &) = delete;

    void run(const std::string &sql) const {
        char *message = nullptr;
        const int result = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
        INFO(sql << ": " << (message != nullptr ? message : ""));
        REQUIRE(result == SQLITE_OK);
        sqlite3_free(message);
    }
    [[nodiscard]] std::string value(const std::string &sql) const {
        std::string result;
        REQUIRE(sqlite3_exec(
                    handle_, sql.c_str(),
                    [](void *out, int, char **values, char **) {
                        *static_cast<std::string *>(out) += values[0] == nullptr ? "null" : values[0];
                        return 0;
                    },
                    &result, nullptr) == SQLITE_OK);
        return result;
    }
    /// Every row of the recorded tables: its columns as SQL literals.
    [[nodiscard]] std::map<std::string, std::string> rows(const std::vector<std::string> &tables) const {
        std::map<std::string, std::string> result;
        for (const std::string &table : tables) {
            sqlite3_stmt *statement = nullptr;
            REQUIRE(sqlite3_prepare_v2(handle_, ("SELECT rowid, * FROM " + table).c_str(), -1, &statement,
                                       nullptr) == SQLITE_OK);
            while (sqlite3_step(statement) == SQLITE_ROW) {
                std::string &text = result[fmt::format("{} {}", table, sqlite3_column_int64(statement, 0))];
                for (int i = 1; i < sqlite3_column_count(statement); ++i) {
                    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(statement, i));
                    text += fmt::format(
                        "{}:{}|", sqlite3_column_type(statement, i),
                        std::string(bytes == nullptr ? "" : bytes,
                                    static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
                }
            }
            sqlite3_finalize(statement);
        }
        return result;
    }

  private:
    sqlite3 *handle_ = nullptr;
};

inline const catalogue::Catalogue &catalogue_of_qitu() {
    static const catalogue::Catalogue loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

inline const catalogue::Layer &farmland() {
    return catalogue_of_qitu().layer("high_standard_farmland");
}

inline catalogue::Feature plot(int number, const std::string &stage = "approved") {
    catalogue::Feature feature;
    feature.values.resize(farmland().fields.size());
    const auto set = [&](const char *field, catalogue::Value value) {
        feature.values[static_cast<std::size_t>(farmland().index_of(field))] = std::move(value);
    };
    set("project_code", fmt::format("P{}", number));
    set("year", std::int64_t{2023});
    set("stage", stage);
    feature.wkb = square(107 + 0.001 * number, 40.5, 0.0007);
    return feature;
}

/// A folder with a workspace of `plots` plots, P1 on, ids 1 on.
class Bench {
  public:
    explicit Bench(int plots) {
        workspace_.emplace(Workspace::create(
            file(), catalogue::Catalogue(), {{"150802", "临河区", "150800", square(107, 40, 1)}},
            {{"150800", "巴彦淖尔市", "", square(107, 40, 1)}}, {"hand-made", {}}));
        workspace_->transaction({"qitu import", "plots"}, [&](Edit &edit) {
            ensure_layer(edit, farmland());
            for (int i = 1; i <= plots; ++i)
                add_feature(edit, farmland(), plot(i));
        });
    }

    [[nodiscard]] std::filesystem::path file(const char *name = "w.gpkg") const { return folder_ / name; }
    Workspace *operator->() { return &*workspace_; }
    Workspace &operator*() { return *workspace_; }
    void sql(const std::string &words) const { Other(file()).run(words); }

  private:
    support::Folder folder_;
    std::optional<Workspace> workspace_;
};

inline std::string refusal_of(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        return error.what();
    }
    return {};
}

} // namespace recorded

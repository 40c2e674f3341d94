#include "open/scratch.h"
#include "table/grid.h"
#include "table/looks.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/reader/table_file.h>

#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <utility>

namespace qitu::reader {

namespace {

// Rows as they are: heads are found by us, and a code such as 0101 stays a text.
class AsTexts {
  public:
    AsTexts() {
        for (const char *driver : {"XLSX", "XLS", "ODS"}) {
            const std::string prefix = std::string("OGR_") + driver;
            set(prefix + "_HEADERS", "DISABLE");
            set(prefix + "_FIELD_TYPES", "STRING");
        }
    }
    ~AsTexts() {
        for (const std::string &option : options_)
            CPLSetThreadLocalConfigOption(option.c_str(), nullptr);
    }
    AsTexts(const AsTexts &) = delete;
    AsTexts &operator=(const AsTexts &) = delete;

  private:
    void set(std::string option, const char *value) {
        CPLSetThreadLocalConfigOption(option.c_str(), value);
        options_.push_back(std::move(option));
    }
    std::vector<std::string> options_;
};

bool blank(const std::vector<std::string> &cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string &cell) { return folded(cell).empty(); });
}

std::vector<Record> records_of(OGRLayer &layer) {
    std::vector<Record> records;
    std::size_t line = 0;
    for (auto &feature : layer) {
        Record record{++line, {}};
        for (int i = 0; i < feature->GetFieldCount(); ++i)
            record.cells.emplace_back(feature->IsFieldSetAndNotNull(i) ? feature->GetFieldAsString(i) : "");
        if (!blank(record.cells))
            records.push_back(std::move(record));
    }
    return records;
}

/// A workbook with a password is none.
bool is_zip(const std::filesystem::path &file) {
    std::array<char, 2> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    return head == std::array{'P', 'K'};
}

std::vector<Sheet> sheets_of_workbook(const std::filesystem::path &file) {
    const gdal::Quiet quiet;
    const AsTexts as_texts;
    if (is_zip(file)) // GDAL takes what it can of a damaged entry
        refuse_damaged_entries(file);
    constexpr std::array<const char *, 4> drivers{"XLSX", "XLS", "ODS", nullptr};
    const gdal::Dataset dataset = gdal::open_vector(file.string(), drivers);
    if (!dataset)
        throw Error(ErrorKind::unreadable,
                    say("{}: cannot be read as a workbook. Send XLSX, XLS, ODS or CSV, complete and without "
                        "a password.",
                        file.string()));
    std::vector<Sheet> sheets;
    for (auto *layer : dataset->GetLayers()) {
        Sheet sheet{fmt::format("{} [{}]", file.string(), layer->GetName()),
                    layer->GetName(),
                    records_of(*layer),
                    {},
                    {},
                    {}};
        if (!sheet.records.empty())
            sheets.push_back(std::move(sheet));
    }
    add_looks(file, sheets);
    return sheets;
}

} // namespace

bool is_workbook(const std::filesystem::path &file) {
    const std::string ending = folded(file.extension().string());
    return ending == ".xlsx" || ending == ".xlsm" || ending == ".xls" || ending == ".ods";
}

std::vector<Sheet> sheets_in(const std::filesystem::path &file) {
    if (is_workbook(file))
        return sheets_of_workbook(file);
    std::vector<Record> records = read_csv(file);
    if (records.empty())
        return {};
    return {{file.string(), "", std::move(records), {}, {}, {}}};
}

} // namespace qitu::reader

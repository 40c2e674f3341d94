#include "drawing/extended_data.h"

#include "drawing/groups.h"
#include "encoding/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace qitu::reader {

namespace {

constexpr const char *cass = "SOUTH";
constexpr const char *cass_parcel = "300000";

/// Texts of one program at one entity.
struct Texts {
    std::string program;
    std::vector<std::string> texts;
};

class Collector {
  public:
    /// One group of the file: its code and its value.
    void take(int code, const std::string &value) {
        if (code == 0)
            finish();
        else if (code == 5 && handle_.empty())
            handle_ = value;
        else if (code == 1001)
            found_.push_back({value, {}});
        else if (code == 1000 && !found_.empty())
            found_.back().texts.push_back(is_utf8(value) ? value : Decoder("GB18030").decode(value));
    }

    ExtendedData data() {
        finish();
        return std::move(data_);
    }

  private:
    void finish() {
        for (const Texts &texts : found_)
            if (!handle_.empty() && !texts.texts.empty())
                note(texts);
        found_.clear();
        handle_.clear();
    }

    void note(const Texts &found) {
        if (std::find(data_.programs.begin(), data_.programs.end(), found.program) == data_.programs.end())
            data_.programs.push_back(found.program);
        const std::vector<std::string> &texts = found.texts;
        if (found.program != cass || texts.front() != cass_parcel || texts.size() < 2)
            return add(found.program, fmt::format("{}", fmt::join(texts, ";")));
        add("宗地号", texts[1]);
        if (texts.size() > 3)
            add("权利人", texts[2]);
        if (texts.size() > 2)
            add("地类", texts.back());
    }

    void add(const std::string &column, const std::string &value) {
        if (std::find(data_.columns.begin(), data_.columns.end(), column) == data_.columns.end())
            data_.columns.push_back(column);
        data_.values[handle_].emplace_back(column, value);
    }

    ExtendedData data_;
    std::string handle_; // of the entity at hand
    std::vector<Texts> found_;
};

} // namespace

ExtendedData extended_data(const std::filesystem::path &dxf) {
    Collector collector;
    each_group(dxf, [&](std::optional<double> code, const std::string &value) {
        if (code)
            collector.take(static_cast<int>(*code), value);
        return true;
    });
    return collector.data();
}

} // namespace qitu::reader

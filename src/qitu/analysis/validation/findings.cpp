#include "bytes.h"

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/spool.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace qitu::validation {

struct Findings::Store {
    explicit Store(std::size_t memory) : spool(memory) {}

    std::uint16_t number_of(const std::string &rule) {
        const auto found = std::find(rules.begin(), rules.end(), rule);
        if (found == rules.end()) {
            rules.push_back(rule);
            return static_cast<std::uint16_t>(rules.size() - 1);
        }
        return static_cast<std::uint16_t>(found - rules.begin());
    }

    Spool spool;
    std::vector<std::string> rules; // there are few
    std::vector<std::byte> buffer;
};

namespace {

template <typename T>
void put_maybe(std::vector<std::byte> &bytes, const std::optional<T> &value) {
    put(bytes, value.has_value());
    put(bytes, value.value_or(T{}));
}

template <typename T>
std::optional<T> take_maybe(std::span<const std::byte> &bytes) {
    const bool has = take<bool>(bytes);
    const T value = take<T>(bytes);
    return has ? std::optional(value) : std::nullopt;
}

} // namespace

Findings::Findings(std::size_t memory) : store_(std::make_shared<Store>(memory)) {}

void Findings::add(const Finding &finding, std::uint64_t then) {
    std::vector<std::byte> &bytes = store_->buffer;
    bytes.clear();
    put_text(bytes, finding.layer);
    put_text(bytes, finding.project);
    put_maybe(bytes, finding.place);
    put_all(bytes, finding.wkb);
    put_maybe(bytes, finding.measured);
    put_maybe(bytes, finding.limit);
    put_text(bytes, finding.message.zh);
    put_text(bytes, finding.message.en);
    entries_.push_back({store_->spool.append(bytes), then, finding.feature,
                        static_cast<std::uint32_t>(finding.source), static_cast<std::uint32_t>(bytes.size()),
                        store_->number_of(finding.rule), finding.severity});
}

Finding Findings::operator[](std::size_t i) const {
    const Entry &entry = entries_[i];
    std::vector<std::byte> buffer;
    std::span<const std::byte> bytes = store_->spool.view(entry.at, entry.size, buffer);
    Finding finding;
    finding.rule = store_->rules[entry.rule];
    finding.severity = entry.severity;
    finding.layer = take_text(bytes);
    finding.source = entry.source;
    finding.feature = entry.feature;
    finding.project = take_text(bytes);
    finding.place = take_maybe<geodesy::Point>(bytes);
    const auto wkb = take_all(bytes);
    finding.wkb.assign(wkb.begin(), wkb.end());
    finding.measured = take_maybe<double>(bytes);
    finding.limit = take_maybe<double>(bytes);
    finding.message.zh = take_text(bytes);
    finding.message.en = take_text(bytes);
    return finding;
}

Findings::Head Findings::head(std::size_t i) const {
    const Entry &entry = entries_[i];
    return {store_->rules[entry.rule], entry.severity, entry.source, entry.feature};
}

std::size_t Findings::errors() const {
    return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [](const Entry &entry) {
        return entry.severity == Severity::error;
    }));
}

Findings Findings::only(const std::function<bool(const Head &)> &wanted) const {
    Findings chosen(*this);
    chosen.entries_.clear();
    for (std::size_t i = 0; i < size(); ++i)
        if (wanted(head(i)))
            chosen.entries_.push_back(entries_[i]);
    return chosen;
}

void Findings::sort() {
    const auto before = [](const std::string &a, const std::string &b) {
        return std::pair(rule(a), std::string_view(a)) < std::pair(rule(b), std::string_view(b));
    };
    std::vector<std::size_t> order; // of each rule: how many come before it
    for (const std::string &id : store_->rules)
        order.push_back(static_cast<std::size_t>(
            std::count_if(store_->rules.begin(), store_->rules.end(),
                          [&](const std::string &other) { return before(other, id); })));
    std::sort(entries_.begin(), entries_.end(), [&](const Entry &a, const Entry &b) {
        return std::tie(order[a.rule], a.source, a.feature, a.then, a.at) <
               std::tie(order[b.rule], b.source, b.feature, b.then, b.at);
    });
}

} // namespace qitu::validation

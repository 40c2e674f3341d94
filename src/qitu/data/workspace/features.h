// The features of a workspace's layers: reading, adding and removing them.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

/// Fields of a layer, by position, that are read: the values of all others come as null, in much less time.
struct OnlyFields {
    std::set<int> fields;
};

/// Reads the features of a layer in the order of their ids; empty while the layer has no table. Geometry is
/// WKB in EPSG:4490. What another program has written that is not a place on Earth or cannot be decoded comes as
/// an empty geometry, with the reason in `no_place`.
class FeatureCursor {
  public:
    ~FeatureCursor();
    FeatureCursor(FeatureCursor &&) noexcept;
    bool next(catalogue::Feature &feature);

  private:
    struct State;
    friend FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer);
    friend FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer,
                                  const OnlyFields &only);
    friend FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer,
                                  std::vector<std::int64_t> ids);
    explicit FeatureCursor(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};
FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer);
FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer, const OnlyFields &only);
/// Those with one of these ids, in their order.
FeatureCursor features(const Workspace &workspace, const catalogue::Layer &layer,
                       std::vector<std::int64_t> ids);

/// Why the geometry in a column cannot be used, by the same rule; nothing where it can, or there is none.
std::optional<Names> unusable_geometry(std::span<const std::byte> blob);

/// 0 while the layer has no table.
std::uint64_t feature_count(const Workspace &workspace, const catalogue::Layer &layer);

/// How many features have each value of a text field; nulls are not counted.
std::map<std::string, std::uint64_t> value_counts(const Workspace &workspace, const catalogue::Layer &layer,
                                                  const std::string &field);

/// Each value of a text or date field with its feature, in the order of ids; nulls are left out.
void for_each_value(const Workspace &workspace, const catalogue::Layer &layer, const std::string &field,
                    const std::function<void(std::int64_t, std::string_view)> &take);

/// Creates the table of a layer that was added to the catalogue after the workspace was made, and adds the
/// columns of fields that the layer has gained since. Adding features does this by itself.
void ensure_layer(Edit &edit, const catalogue::Layer &layer);

/// Returns the new feature's id; the id in `feature` is only named in errors.
std::int64_t add_feature(Edit &edit, const catalogue::Layer &layer, const catalogue::Feature &feature);

/// Adds all features that `next` gives until it gives null; returns how many. The result is that of
/// add_feature for each of them and comes several times as fast: spatial index and history are written when
/// all features are in. `next` must not use this workspace. `expected`: about so many will come.
std::uint64_t add_features(Edit &edit, const catalogue::Layer &layer,
                           const std::function<const catalogue::Feature *()> &next,
                           std::uint64_t expected = 0);

/// Removes the features whose text field has one of the values; returns how many. With the features of
/// projects, the quarantined features of these projects are removed too.
std::uint64_t remove_features(Edit &edit, const catalogue::Layer &layer, const std::string &field,
                              const std::vector<std::string> &values);

} // namespace qitu::workspace

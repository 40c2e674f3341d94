// Reviews of features at three levels, none of which is skipped.
#pragma once

#include <qitu/data/workspace/stages.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

/// Who examines, in order: banner first review, league examination, region re-check.
enum class ReviewLevel { banner, league, region };
ReviewLevel review_level_from(std::string_view name); // banner/旗县/初审 …; throws Error (usage)
std::string_view review_level_name(ReviewLevel level);

struct Review {
    ReviewLevel level = ReviewLevel::banner;
    std::string reviewer;
    std::string date; // ISO
    std::string note; // the reason when the feature was returned
    bool returned = false;
};

/// Adds a review to each feature. A level passes features that the level below has passed and it has not
/// passed itself; the level that examines a feature, or one that has passed it, can return it to the banner.
/// Where the layer has the field `review`, it is written and is what counts. When there are obstacles,
/// returns them and changes nothing.
std::vector<Obstacle> review(Edit &edit, const catalogue::Layer &layer,
                             const std::vector<std::int64_t> &features, const Review &review);

/// Features that have passed this level and were not returned since.
std::set<std::int64_t> reviewed(const Workspace &workspace, const catalogue::Layer &layer, ReviewLevel level);
/// Of one feature, the earliest first.
std::vector<Review> reviews(const Workspace &workspace, const catalogue::Layer &layer, std::int64_t feature);

} // namespace qitu::workspace

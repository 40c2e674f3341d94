#include "judge.h"

namespace qitu::quality {

struct Checker::State {
    State(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer) : judge(catalogue, layer) {}
    Judge judge;
};

Checker::Checker(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer)
    : state_(std::make_unique<State>(catalogue, layer)) {}
Checker::~Checker() = default;

void Checker::begin(std::string source) {
    state_->judge.begin(std::move(source));
}

std::vector<Finding> Checker::check(const catalogue::Feature &feature) {
    return state_->judge.judge(feature).findings;
}

} // namespace qitu::quality

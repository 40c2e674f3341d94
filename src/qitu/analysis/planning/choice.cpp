#include "choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qitu::planning {

namespace {

Program program_of(const std::vector<Option> &options, double needed, const ChoiceRules &rules) {
    Program program;
    Program::Row reached{needed, needed, {}};
    double whole = 0;
    for (const Option &option : options) {
        reached.terms.emplace_back(program.columns.size(), option.mu);
        program.columns.push_back({option.score * option.mu, 0, 1, true});
        whole += option.mu;
    }
    reached.terms.emplace_back(program.columns.size(), -1);
    program.columns.push_back({-rules.over_penalty, 0, whole, false});
    program.rows.push_back(std::move(reached));
    return program;
}

// The best scores first until it is enough: what stands if the solver finds nothing in time.
std::vector<char> greedy(const std::vector<Option> &options, double needed) {
    std::vector<std::size_t> order(options.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return options[a].score > options[b].score; });
    std::vector<char> chosen(options.size(), 0);
    double reached = 0;
    for (const std::size_t i : order)
        if (reached < needed) {
            chosen[i] = 1;
            reached += options[i].mu;
        }
    return chosen;
}

} // namespace

double objective_of(const std::vector<Option> &options, const std::vector<char> &chosen, double needed,
                    const ChoiceRules &rules) {
    double gain = 0, reached = 0;
    for (std::size_t i = 0; i < options.size(); ++i)
        if (chosen[i] != 0) {
            gain += options[i].score * options[i].mu;
            reached += options[i].mu;
        }
    return gain - rules.over_penalty * std::max(0.0, reached - needed);
}

namespace {

void settle(Choice &choice, const std::vector<Option> &options, double needed, const ChoiceRules &rules) {
    choice.objective = objective_of(options, choice.chosen, needed, rules);
    choice.mu = 0;
    for (std::size_t i = 0; i < options.size(); ++i)
        choice.mu += choice.chosen[i] != 0 ? options[i].mu : 0;
}

// Score by area of the best land, up to what is needed: no choice has more.
double relaxed(const std::vector<Option> &options, double needed) {
    double best = 0;
    for (const Option &option : options)
        best = std::max(best, option.score);
    return best * needed;
}

} // namespace

Choice choose(const std::vector<Option> &options, double needed, const ChoiceRules &rules,
              const SolverLimits &limits) {
    double whole = 0;
    for (const Option &option : options)
        whole += option.mu;
    Choice choice;
    choice.chosen.assign(options.size(), needed > 0 && whole <= needed ? 1 : 0);
    settle(choice, options, needed, rules);
    choice.bound = choice.objective;
    if (!(needed > 0) || whole <= needed)
        return choice; // nothing to choose
    const Solution solution = solve(program_of(options, needed, rules), limits);
    choice.chosen = greedy(options, needed);
    settle(choice, options, needed, rules);
    if (solution.found) {
        Choice found;
        for (std::size_t i = 0; i < options.size(); ++i)
            found.chosen.push_back(solution.values[i] > 0.5 ? 1 : 0);
        settle(found, options, needed, rules);
        const double tolerance = 1e-6 * needed; // of the solver's rows
        if (found.mu >= needed - tolerance && found.objective >= choice.objective)
            choice = std::move(found);
    }
    choice.bound = std::max(solution.found ? solution.bound : relaxed(options, needed), choice.objective);
    choice.proven =
        choice.bound - choice.objective <= std::max(1e-6, 2 * limits.gap * std::abs(choice.bound));
    return choice;
}

} // namespace qitu::planning

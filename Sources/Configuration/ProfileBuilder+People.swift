import Diagnostics

extension ProfileBuilder {
  /// Lays the holders of the roles over each other, then follows `same-as`.
  func mergedLeads(_ layers: [Layer], report: inout Report) -> [RoleHolders] {
    var holders: [RoleHolders] = []
    var sameAs: [Int: (role: Int, origin: Origin)] = [:]
    holders.reserveCapacity(vocabulary.roles.count)
    for index in vocabulary.roles.indices {
      var result = RoleHolders(title: vocabulary.roles[index].title, people: [])
      for number in layers.indices.reversed() {
        guard let setting = layers[number].leads[index] else { continue }
        let origin = Origin(layer: number, range: setting.range)
        if let title = setting.title { result.title = title.value }
        switch setting.holders {
        case .nobody:
          sameAs[index] = nil
          result.people = []
          result.origin = nil
        case .people(let people):
          sameAs[index] = nil
          result.people = people.map { person($0, layer: number) }
          result.origin = origin
        case .sameAs(let other):
          sameAs[index] = (other.value, Origin(layer: number, range: other.range))
          result.people = []
          result.origin = origin
        case .addition(let addition):
          guard addition.saysAnything else { continue }
          guard result.people.count == 1, sameAs[index] == nil else {
            result.isMistaken = true
            report.add(
              .additionToNobody(
                vocabulary.roles[index].head.id, count: result.people.count,
                at: layers[number].file.place(setting.range)))
            continue
          }
          add(addition, to: &result.people[0], layer: number)
        }
      }
      holders.append(result)
    }
    for index in sameAs.keys.sorted() {
      follow(index, sameAs, layers, &holders, report: &report)
    }
    return holders
  }

  /// Takes the holders of a role from the role it is the same as, through any chain of them.
  private func follow(
    _ index: Int, _ sameAs: [Int: (role: Int, origin: Origin)], _ layers: [Layer],
    _ holders: inout [RoleHolders], report: inout Report
  ) {
    var seen: Set<Int> = [index]
    var role = index
    while let next = sameAs[role] {
      guard seen.insert(next.role).inserted else {
        if let origin = sameAs[index]?.origin {
          report.add(
            .sameAsCircle(
              vocabulary.roles[index].head.id,
              at: layers[origin.layer].file.place(origin.range)))
        }
        holders[index].isMistaken = true
        return
      }
      role = next.role
    }
    holders[index].people = holders[role].people
    holders[index].sameAs = sameAs[index].map { Sourced(role, $0.origin) }
    holders[index].isMistaken =
      holders[role].isMistaken
      || holders[role].people.isEmpty
        && layers.contains { $0.isMistaken("leads.\(vocabulary.roles[role].head.id)") }
  }

  private func person(_ setting: PersonSetting, layer: Int) -> Person {
    var person = Person(
      name: setting.name?.value ?? "", origin: Origin(layer: layer, range: setting.range))
    add(setting, to: &person, layer: layer)
    return person
  }

  private func add(_ setting: PersonSetting, to person: inout Person, layer: Int) {
    if let email = setting.email { person.email = email.value }
    if let phone = setting.phone { person.phone = phone.value }
    if let isPublic = setting.isPublic {
      person.isPublic = isPublic.value
      person.isSaidPublic = isPublic.value
      person.origin = Origin(layer: layer, range: isPublic.range)
    }
    if let parts = setting.privateParts {
      person.privateParts = parts.value
      person.origin = Origin(layer: layer, range: parts.range)
    }
  }
}

extension PersonSetting {
  /// Whether it says more than a title would.
  fileprivate var saysAnything: Bool {
    email != nil || phone != nil || isPublic != nil || privateParts != nil
  }
}

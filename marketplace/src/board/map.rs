//! The boards on the map.

use super::sql;
use crate::{Marketplace, Result, Viewer};
use protocol::board::{
    BoardFilter,
    map::{BoardMap, MapArea, MapGrid},
};

impl Marketplace {
    /// The marks of a part of the map: the boards of the list with this filter, its order and page left aside,
    /// gathered into clusters that suit the zoom. For everybody.
    pub async fn board_map(
        &self,
        viewer: &Viewer,
        filter: &BoardFilter,
        (area, zoom): (MapArea, u8),
    ) -> Result<BoardMap> {
        let search = self.search(viewer, filter)?;
        sql::marks(self.database(), &search, MapGrid::new(area, zoom)).await
    }

    /// How the database goes about a part of the map, line by line. For whoever measures it.
    pub async fn board_map_plan(
        &self,
        filter: &BoardFilter,
        (area, zoom): (MapArea, u8),
    ) -> Result<Vec<String>> {
        let search = self.search(&Viewer::visitor(), filter)?;
        sql::map_plan(self.database(), &search, MapGrid::new(area, zoom)).await
    }
}

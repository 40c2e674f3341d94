<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="0" minScale="100000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="1">
 <renderer-v2 type="categorizedSymbol" enableorderby="0" forceraster="0" symbollevels="0" attr="stage">
  <categories>
   <category symbol="0" value="approved" label="立项" render="true" />
   <category symbol="1" value="under_construction" label="实施" render="true" />
   <category symbol="2" value="accepted" label="验收" render="true" />
   <category symbol="3" value="maintained" label="管护" render="true" />
   <category symbol="4" value="" label="其他" render="true" />
  </categories>
  <symbols>
   <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="68,170,153,18" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="68,170,153,255" />
      <Option name="outline_style" type="QString" value="dash" />
      <Option name="outline_width" type="QString" value="0.45" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="68,170,153,18" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="68,170,153,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.45" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="3.2" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.18" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="133,200,189,255" />
     </Option>
     <symbol type="line" name="@hatch@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="133,200,189,255" />
        <Option name="line_style" type="QString" value="solid" />
        <Option name="line_width" type="QString" value="0.18" />
        <Option name="line_width_unit" type="QString" value="MM" />
        <Option name="capstyle" type="QString" value="round" />
        <Option name="joinstyle" type="QString" value="round" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="68,170,153,70" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="68,170,153,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.55" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="39,99,89,90" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="39,99,89,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.8" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="154,154,154,40" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="154,154,154,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.45" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="coalesce(&quot;project_name&quot;, &quot;project_code&quot;)" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="9" fontSizeUnit="Point" textColor="39,99,89,255" fontWeight="50" multilineHeight="0.8" namedStyle="Regular">
    <families>
     <family name="Noto Sans CJK SC" />
     <family name="Source Han Sans SC" />
     <family name="Microsoft YaHei" />
     <family name="PingFang SC" />
     <family name="WenQuanYi Micro Hei" />
     <family name="SimHei" />
    </families>
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,215" bufferOpacity="1" bufferJoinStyle="128" />
   </text-style>
   <text-format multilineAlign="1" autoWrapLength="0" />
   <placement placement="1" priority="6" dist="1.2" distUnits="MM" centroidInside="1" placementFlags="9" offsetType="1" fitInPolygonOnly="0" />
   <rendering drawLabels="1" scaleVisibility="1" scaleMax="500000" scaleMin="30000" obstacle="0" fontLimitPixelSize="0" labelPerPart="0" mergeLines="1" />
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
